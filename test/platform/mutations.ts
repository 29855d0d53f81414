/**
 * Known defects that the switch `wrong` gives to the embedded platform. The contract (test/contract) must detect each
 * defect, because cases that pass on a wrong platform prove nothing about a correct platform.
 */
export const mutations = {
  uploadAnswers201: 'an upload answers 201 instead of 200',
  sizeAsNumber: 'package_size of an upload is a number instead of text',
  datesWithoutOffset: 'dates of an upload have no offset although the platform is 1.7 or later',
  versionsNewestFirst: 'versions are listed newest first instead of oldest first',
  deletedLeftOut: 'versions whose file was removed are left out of the list',
  expiredTokenAs401: 'an expired token is 401 instead of 400',
  noFieldsDetail: 'validation errors have no fields_detail',
  detailOnForbidden: 'a missing role answers with a detail',
  noRequestId: 'answers have no X-Bkapi-Request-ID',
  duplicateAccepted: 'a version that exists is stored again without allow_overwrite',
  overwriteTakesNewId: 'an overwrite gives the package a new id',
  longUrlAccepted: 'a package URL of more than 2,048 characters is accepted',
  overwriteTrimmed: 'white space around the value of allow_overwrite is ignored',
  descriptionUnchecked: 'a package whose description cannot be read is stored',
  overwriteMovesToEnd: 'an overwritten version moves to the end of the list',
  newOwnerNeedsRole: 'the owner of a new application is refused for lack of a role',
  limitZeroTaken: 'a limit of 0 gives an empty page',
  allowListUnchecked: 'the host of a package is not checked',
  deployAnswers200: 'a deploy answers 200 instead of 201',
  deployLockFirst: 'a deploy checks the lock before the version',
  deployLockUnchecked: 'a deployment begins while another one runs in the environment',
  restrictionAs403: 'a protected environment is 403 instead of 400',
  historyOldestFirst: 'deployments are listed oldest first instead of newest first',
  historyNextNull: 'next of the history is null although there is more',
  deploymentDatesWithoutOffset: 'dates of deployments have no offset although the platform is 1.7 or later',
  logsWithoutDetail: 'the log of a deployment lacks the last newline and the error detail',
  codesKept: 'the log keeps escape codes nobody asked for',
  tipsOnFailureOnly: 'error_tips is missing unless the deployment failed',
  stepNamesTranslated: 'the name of a step follows the language instead of staying Chinese',
  streamTypesNamed: 'the stream of a line is StreamType.STDERR instead of STDERR',
  eventsInObject: 'the events come in an object instead of as an array',
  lastEventAgain: 'events begin with the one told last instead of after it',
  notReleasedAs404: 'an environment that was never deployed to is 404 instead of 400',
  runningCountsAsReleased: 'a deployment counts as released as soon as it begins',
  offlineIdMissing: 'an offline operation answers no id',
} as const;

export type Mutation = keyof typeof mutations;
