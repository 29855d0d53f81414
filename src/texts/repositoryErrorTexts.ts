import type { RepositoryCode, RepositoryError, RepositoryFacts } from '../core/repository/repositoryError.ts';
import type { Advice } from './errorText.ts';
import { httpErrorText } from './httpErrorText.ts';
import type { Translate } from './translate.ts';

type Own = Exclude<RepositoryCode, Parameters<typeof httpErrorText>[1]>;

/** The texts of all BK-Repo errors except HTTP errors. The compiler reports a missing code. */
const repositoryTexts: Record<Own, (t: Translate, facts: RepositoryFacts) => Advice> = {
  credentialRefused: (t, { host }) => ({
    what: t('BK-Repo “{0}” does not accept the user name or password.', host),
    todo: t('Sign in to it again; a personal token is taken in place of the password.'),
  }),
  notPermitted: (t, { subject = '' }) => ({
    what: t('You may not write to the repository “{0}”.', subject),
    todo: t('Ask its administrator for the permission, or choose another repository.'),
  }),
  repositoryNotFound: (t, { subject = '' }) => ({
    what: t('BK-Repo has no repository “{0}” that you may see.', subject),
    todo: t('Check project and repository in the setting bkpaas.repositories.'),
  }),
  fileNotFound: (t) => ({ what: t('The file is not in the repository.'), todo: t('Publish it again.') }),
  fileExists: (t) => ({
    what: t('Somebody else has put a file there in the meantime.'),
    todo: t('Publish again to see it and decide.'),
  }),
  folderInTheWay: (t) => ({
    what: t('There is a folder where the file should be.'),
    todo: t('Choose another folder in the setting bkpaas.repositories, or remove that one in BK-Repo.'),
  }),
  digestMismatch: (t) => ({
    what: t('The file was damaged on its way to BK-Repo, which did not store it.'),
    todo: t('Publish it again.'),
  }),
  quotaExceeded: (t, { subject = '' }) => ({
    what: t('The repository “{0}” is full.', subject),
    todo: t('Remove what is not needed, or ask its administrator for more room.'),
  }),
  pathRefused: (t) => ({
    what: t('BK-Repo does not take the path of the package.'),
    todo: t('Choose a shorter folder in the setting bkpaas.repositories, or another version.'),
  }),
  tooManyRequests: (t, { host }) => ({
    what: t('BK-Repo “{0}” has had too many requests.', host),
    todo: t('Try again in a minute.'),
  }),
  guardedRepository: (t, { subject = '' }) => ({
    what: t('The repository “{0}” belongs to the pipelines and takes no files from people.', subject),
    todo: t('Choose another repository in the setting bkpaas.repositories.'),
  }),
  sharingDisabled: (t) => ({
    what: t('The project does not allow temporary links.'),
    todo: t('Ask its administrator to allow sharing, or use a public repository ("links": "public").'),
  }),
  repositoryReadOnly: (t, { subject = '' }) => ({
    what: t('The repository “{0}” is virtual or remote and takes no files.', subject),
    todo: t('Choose a local repository of the type Generic.'),
  }),
  fileTooLarge: (t, { host }) => ({
    what: t('“{0}”, or a proxy before it, takes no files of this size.', host),
    todo: t('Make the package smaller, or ask whoever runs it to raise the limit.'),
  }),
  notABkRepo: (t, { host }) => ({
    what: t('“{0}” does not answer as a BK-Repo.', host),
    todo: t('Check the base URL in the setting bkpaas.repositories; a proxy’s sign-in page looks like this, too.'),
  }),
  redirectRefused: (t, { host, subject = '' }) => ({
    what: t('“{0}” redirects to “{1}”, which is not followed with your password.', host, subject),
    todo: t('Put the address that it redirects to into the setting bkpaas.repositories, if it is right.'),
  }),
  bkRepoFailed: (t, { host }) => ({
    what: t('BK-Repo “{0}” had an error of its own.', host),
    todo: t('Try again in a few minutes; if it happens again, tell its administrator.'),
  }),
  bkRepoRefused: (t, { host, said }) => ({
    what:
      said === undefined
        ? t('BK-Repo “{0}” refused the request.', host)
        : t('BK-Repo “{0}” refused the request: {1}', host, said),
    todo: t('Change what it names, or ask its administrator.'),
  }),
  fileArchived: (t) => ({
    what: t('BK-Repo has moved the file to its archive.'),
    todo: t('Restore the file in BK-Repo, or publish another version.'),
  }),
  linkNotReadable: (t, { host, status }) => ({
    what: t(
      'The published package cannot be read by its link without signing in (HTTP {1} from “{0}”).',
      host,
      status ?? 0,
    ),
    todo: t('Check "links" and "linkBaseUrl" in the setting bkpaas.repositories.'),
  }),
};

export function repositoryErrorText(t: Translate, { code, facts }: RepositoryError): Advice {
  return code in repositoryTexts
    ? repositoryTexts[code as Own](t, facts)
    : httpErrorText(t, code as Exclude<RepositoryCode, Own>, facts.host);
}

export function repositoryErrorMessage(t: Translate, error: RepositoryError): string {
  const { what, todo } = repositoryErrorText(t, error);
  return t('{0} {1}', what, todo);
}
