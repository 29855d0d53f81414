/** The titles of the sections of docs/platform-api.md that a case can cite, keyed by the number of the section. */
export const sections: Readonly<Record<string, string>> = {
  '0.1': 'Version matrix',
  '1.1': 'Request',
  '1.2': 'Fields',
  '1.3': 'What the server does, in order',
  '1.4': 'Host allow-list',
  '1.5': 'Success response',
  '1.6': 'version left out is a server error',
  '1.7': 'How package_name is derived',
  '1.8': 'Which modules accept packages',
  '1.9': 'Idempotency and overwrite',
  '1.10': 'Every error of this endpoint',
  '1.11': 'Error envelopes of the backend',
  '2.1': 'URL layout and stages',
  '2.2': 'Identity header',
  '2.3': 'Whose token, and the permission check',
  '2.4': 'Response headers',
  '2.5': 'Gateway error body and codes',
  '2.6': 'Authentication failure reasons',
  '2.8': 'Tenants',
  '4.0': 'Overview',
  '4.1': 'GET lists/minimal',
  '4.2': 'GET lists/detailed',
  '4.3': 'GET one app',
  '4.4': 'GET modules',
  '4.5': 'GET one module',
  '4.6': 'GET repo/branches',
  '4.7': 'GET source_package/ (backend only)',
  '4.8': 'POST deploy',
  '4.9': 'GET deployment result',
  '4.10': 'GET deployments/lists',
  '4.11': 'Deploy phases',
  '4.12': 'Event history and live stream',
  '4.13': 'What is released',
  '4.14': 'Offline',
  '4.15': 'Processes and instances',
  '4.16': 'Standard output logs',
  '4.17': 'Runtime overview',
  '6.1': 'Application code',
  '6.3': 'Version',
  '6.5': 'Dates and time zone',
  '6.6': 'Numbers',
  '7.2': 'Language',
  '8': 'What the embedded platform models',
};

/**
 * Returns the section number at the beginning of a text such as `1.10 row 'bad JSON'`; `undefined` for any other form.
 */
export function sectionOf(standsFor: string): string | undefined {
  return /^(\d(?:\.\d{1,2})?) \S/.exec(standsFor)?.[1];
}
