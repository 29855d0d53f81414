/**
 * Ways in which the embedded platform can be made wrong on purpose, by the switch `wrong`. The contract (test/contract) must
 * notice each: a table of cases that passes on a wrong platform says nothing about a right one.
 */
export const wrongWays = {
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
  allowListUnchecked: 'the host of a package is not checked',
} as const;

export type WrongWay = keyof typeof wrongWays;
