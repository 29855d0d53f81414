import type { RepositoryErrorCode, RepositoryError, RepositoryErrorFacts } from '../core/repository/repositoryError.ts';
import type { Advice } from './errorText.ts';
import { httpErrorText } from './httpErrorText.ts';
import type { Translate } from './translate.ts';

type NonHttpCode = Exclude<RepositoryErrorCode, Parameters<typeof httpErrorText>[1]>;

/** The texts of all BK-Repo errors except HTTP errors. The compiler reports a code without a text. */
const repositoryTexts: Record<NonHttpCode, (t: Translate, facts: RepositoryErrorFacts) => Advice> = {
  credentialRefused: (t, { host }) => ({
    what: t('BK-Repo “{0}” rejected the user name or password.', host),
    todo: t('Sign in again. You can use a personal access token as the password.'),
  }),
  notPermitted: (t, { subject = '' }) => ({
    what: t('You don’t have write permission for the repository “{0}”.', subject),
    todo: t('Ask its administrator for permission, or choose another repository.'),
  }),
  repositoryNotFound: (t, { subject = '' }) => ({
    what: t('BK-Repo has no repository “{0}” that you can access.', subject),
    todo: t('Check the project and the repository in bkpaas.repositories.'),
  }),
  fileNotFound: (t) => ({ what: t('The file isn’t in the repository.'), todo: t('Publish it again.') }),
  fileExists: (t) => ({
    what: t('Someone else stored a file at this path in the meantime.'),
    todo: t('Publish again to see the file and choose what to do.'),
  }),
  folderInTheWay: (t) => ({
    what: t('A folder already exists at the path of the file.'),
    todo: t('Choose another folder in bkpaas.repositories, or remove the existing one in BK-Repo.'),
  }),
  digestMismatch: (t) => ({
    what: t('The file was damaged in transit, so BK-Repo didn’t store it.'),
    todo: t('Publish it again.'),
  }),
  quotaExceeded: (t, { subject = '' }) => ({
    what: t('The repository “{0}” is full.', subject),
    todo: t('Remove files that you don’t need, or ask its administrator for more space.'),
  }),
  pathRefused: (t) => ({
    what: t('BK-Repo doesn’t accept the path of the package.'),
    todo: t('Choose a shorter folder path in bkpaas.repositories, or another version.'),
  }),
  tooManyRequests: (t, { host }) => ({
    what: t('BK-Repo “{0}” received too many requests.', host),
    todo: t('Try again in a minute.'),
  }),
  guardedRepository: (t, { subject = '' }) => ({
    what: t('The repository “{0}” is reserved for pipelines and doesn’t accept manual uploads.', subject),
    todo: t('Choose another repository in bkpaas.repositories.'),
  }),
  sharingDisabled: (t) => ({
    what: t('The project doesn’t allow temporary URLs.'),
    todo: t('Ask its administrator to allow sharing, or use a public repository ("links": "public").'),
  }),
  repositoryReadOnly: (t, { subject = '' }) => ({
    what: t('The repository “{0}” is virtual or remote, so it doesn’t accept files.', subject),
    todo: t('Choose a local repository of type Generic.'),
  }),
  fileTooLarge: (t, { host }) => ({
    what: t('“{0}” or a proxy in front of it doesn’t accept files of this size.', host),
    todo: t('Make the package smaller, or ask the administrator to raise the limit.'),
  }),
  notABkRepo: (t, { host }) => ({
    what: t('“{0}” doesn’t appear to be a BK-Repo server.', host),
    todo: t('Check the base URL in bkpaas.repositories. A proxy’s sign-in page can also cause this error.'),
  }),
  redirectRefused: (t, { host, subject = '' }) => ({
    what: t('“{0}” redirects to “{1}”. The extension didn’t send your password there.', host, subject),
    todo: t('If the new address is correct, enter it in bkpaas.repositories.'),
  }),
  bkRepoFailed: (t, { host }) => ({
    what: t('BK-Repo “{0}” returned an internal error.', host),
    todo: t('Try again in a few minutes. If the problem persists, contact its administrator.'),
  }),
  bkRepoRefused: (t, { host, said }) => ({
    what:
      said === undefined
        ? t('BK-Repo “{0}” rejected the request.', host)
        : t('BK-Repo “{0}” rejected the request: {1}', host, said),
    todo: t('Fix the reported problem, or contact the administrator.'),
  }),
  fileArchived: (t) => ({
    what: t('BK-Repo has archived the file.'),
    todo: t('Restore the file in BK-Repo, or publish another version.'),
  }),
  linkNotReadable: (t, { host, status }) => ({
    what: t(
      'The published package can’t be downloaded from its URL without a sign-in (HTTP {1} from “{0}”).',
      host,
      status ?? 0,
    ),
    todo: t('Check "links" and "linkBaseUrl" in bkpaas.repositories.'),
  }),
};

export function repositoryErrorText(t: Translate, { code, facts }: RepositoryError): Advice {
  return code in repositoryTexts
    ? repositoryTexts[code as NonHttpCode](t, facts)
    : httpErrorText(t, code as Exclude<RepositoryErrorCode, NonHttpCode>, facts.host);
}

export function repositoryErrorMessage(t: Translate, error: RepositoryError): string {
  const { what, todo } = repositoryErrorText(t, error);
  return t('{0} {1}', what, todo);
}
