import type { DescriptionCode } from '../core/description/descriptionFinding.ts';
import type { YamlProblem } from '../core/yaml/yamlError.ts';
import type { Advice } from './errorText.ts';
import type { Translate } from './translate.ts';
import { yamlProblemText } from './yamlProblemTexts.ts';

type TextFunction = (t: Translate, finding: { values: readonly string[]; yamlProblem: YamlProblem }) => Advice;

/** The texts of all findings in a description. The compiler reports a code without a text. */
export const descriptionTexts: Record<DescriptionCode, TextFunction> = {
  descriptionEmpty: (t) => ({
    what: t('The description is empty.'),
    todo: t('Describe the application in it, or remove the file and use a Procfile.'),
  }),
  descriptionNotYaml: (t, { yamlProblem, values: [text = ''] }) => ({
    what: t('The app_desc.yaml isn’t valid YAML.'),
    todo: yamlProblemText(t, yamlProblem, text),
  }),
  descriptionNotMapping: (t) => ({
    what: t('The description has no keys at its top level.'),
    todo: t('Start with “specVersion: 3”, and put “modules:” on a line below it.'),
  }),
  keyIsDate: (t, { values: [key = ''] }) => ({
    what: t('YAML reads the key {0} as a date, which the platform can’t store.', key),
    todo: t('Put it in quotes.'),
  }),
  numberNotFinite: (t, { values: [text = ''] }) => ({
    what: t('YAML reads {0} as infinity or NaN, which the platform rejects.', text),
    todo: t('Put it in quotes.'),
  }),
  specVersionMissing: (t) => ({
    what: t('The description has no version.'),
    todo: t('Start with “specVersion: 3”, or “spec_version: 2” for the older format.'),
  }),
  specVersionUnsupported: (t, { values: [text = ''] }) => ({
    what: t('The platform doesn’t support the description version “{0}”.', text),
    todo: t('Write 3, or 2 for the older format, as a number without quotes.'),
  }),
  modulesOfOtherShape: (t) => ({
    what: t('The modules aren’t in the format that this version of the description requires.'),
    todo: t('Version 3 needs a list of modules, each with a “name”. Version 2 needs a map from name to module.'),
  }),
  moduleWithoutName: (t) => ({
    what: t('A module has no name, or a name that isn’t text.'),
    todo: t('Add “name” to every module in the list.'),
  }),
  moduleMissing: (t, { values: [module = '', present = ''] }) => ({
    what: t('The description has no module “{0}”. It has: {1}.', module, present),
    todo: t('Add the module to the description, or upload to another module.'),
  }),
  moduleEmpty: (t) => ({
    what: t('The description has no module to deploy.'),
    todo: t('Add “modules”, with a language and processes for each module.'),
  }),
  fieldMissing: (t, { values: [field = '', parent = ''] }) => ({
    what: parent === '' ? t('“{0}” is missing.', field) : t('“{0}” is missing from “{1}”.', field, parent),
    todo: t('Add it.'),
  }),
  fieldNull: (t, { values: [field = ''] }) => ({
    what: t('“{0}” has no value.', field),
    todo: t('Add a value, or remove the key.'),
  }),
  fieldWrongType: (t, { values: [field = '', types = ''] }) => ({
    what: t('“{0}” has the wrong type of value.', field),
    todo: t('Use {0}.', typeNames(t, types)),
  }),
  fieldNotText: (t, { values: [written = '', read = ''] }) => ({
    what: t('YAML reads {0} as {1}, but the platform needs text.', written, read),
    todo: t('Put it in quotes.'),
  }),
  fieldNotNumber: (t, { values: [field = '', value = ''] }) => ({
    what:
      value === ''
        ? t('“{0}” needs a whole number.', field)
        : t('“{0}” needs a whole number, not “{1}”.', field, value),
    todo: t('Use digits only, such as 1.'),
  }),
  fieldBlank: (t, { values: [field = ''] }) => ({
    what: t('“{0}” is blank.', field),
    todo: t('Add a value, or remove the key.'),
  }),
  fieldTooLong: (t, { values: [field = '', limit = ''] }) => ({
    what: t('“{0}” is longer than {1} characters.', field, limit),
    todo: t('Shorten it.'),
  }),
  fieldOutOfRange: (t, { values: [field = '', value = ''] }) => ({
    what: t('{1} is out of range for “{0}”.', field, value),
    todo: t('Hover over the key to see the allowed range.'),
  }),
  fieldNotAllowed: (t, { values: [value = '', allowed = ''] }) => ({
    what: t('“{0}” isn’t one of the allowed values.', value),
    todo: t('Use one of: {0}.', allowed),
  }),
  fieldMalformed: (t, { values: [field = '', value = ''] }) => ({
    what: t('“{1}” isn’t valid for “{0}”.', field, value),
    todo: t('Hover over the key to see the allowed characters.'),
  }),
  listTooLong: (t, { values: [field = '', limit = ''] }) => ({
    what: t('“{0}” has more than {1} items.', field, limit),
    todo: t('Remove some.'),
  }),
  languageUnknown: (t, { values: [language = '', known = ''] }) => ({
    what: t('The platform doesn’t support the language “{0}”.', language),
    todo: t('Use one of: {0}.', known),
  }),
  processesMissing: (t) => ({
    what: t('The module has no processes, so nothing would run.'),
    todo: t('Add at least one process, such as “web”, with its command.'),
  }),
  processNameInvalid: (t, { values: [name = ''] }) => ({
    what: t('“{0}” isn’t a valid name for a process.', name),
    todo: t('Use up to 12 lowercase letters, digits and “-”. Don’t start with “-”.'),
  }),
  variableNameInvalid: (t, { values: [name = ''] }) => ({
    what: t('“{0}” isn’t a valid name for an environment variable.', name),
    todo: t('Start with an uppercase letter, and use only uppercase letters, digits and “_”.'),
  }),
  variableNameReserved: (t, { values: [name = ''] }) => ({
    what: t('The platform reserves the name “{0}”.', name),
    todo: t('Don’t start the name with BKPAAS_ or KUBERNETES_.'),
  }),
  sourceDirInvalid: (t, { values: [folder = ''] }) => ({
    what: t('“{0}” isn’t a valid source directory.', folder),
    todo: t('Use a relative path of letters, digits, “_”, “-”, “.” and “/”, without “..”.'),
  }),
  sourceDirMissing: (t, { values: [folder = ''] }) => ({
    what: t('The source directory “{0}” isn’t in the package.', folder),
    todo: t('Correct the path, or make sure that the folder is included in the package.'),
  }),
  addressInvalid: (t, { values: [address = ''] }) => ({
    what: t('“{0}” isn’t an IP address.', address),
    todo: t('Use an IPv4 or IPv6 address.'),
  }),
  probeHandlers: (t) => ({
    what: t('The probe needs exactly one check.'),
    todo: t('Use one of: an HTTP request, a TCP connection or a command.'),
  }),
  commandQuoteOpen: (t) => ({
    what: t('A quote in the command isn’t closed.'),
    todo: t('Close the quote. An apostrophe counts as a quote too.'),
  }),
  commandBackslash: (t) => ({
    what: t('The command ends with a backslash.'),
    todo: t('Remove it, or write two backslashes.'),
  }),
  serviceTwice: (t, { values: [field = '', value = ''] }) => ({
    what: t('Two services of the process have the same “{0}”: {1}.', field, value),
    todo: t('Change one of them.'),
  }),
  exposedTwice: (t) => ({
    what: t('The module exposes more than one service.'),
    todo: t('Keep “exposedType” in only one service.'),
  }),
  discoveredTwice: (t) => ({
    what: t('The same application is listed twice under service discovery.'),
    todo: t('Remove one entry.'),
  }),
  metricWithoutProcess: (t, { values: [process = ''] }) => ({
    what: t('The metric refers to the process “{0}”, which the module doesn’t have.', process),
    todo: t('Correct the name, or add the process.'),
  }),
  metricWithoutService: (t, { values: [service = '', process = ''] }) => ({
    what: t('The metric refers to the service “{0}”, which the process “{1}” doesn’t have.', service, process),
    todo: t('Correct the name, or add the service to the process.'),
  }),
  tooManyProcesses: (t, { values: [count = '', limit = ''] }) => ({
    what: t('The module has {0} processes. By default, the platform deploys at most {1}.', count, limit),
    todo: t('Remove some, or ask the administrator whether MAX_PROCESSES_PER_MODULE is set higher on this platform.'),
  }),
  planUnknown: (t, { values: [plan = '', known = ''] }) => ({
    what: t('By default, the platform has no resource quota plan named “{0}”. Available plans: {1}.', plan, known),
    todo: t('Correct the name, or ask the administrator whether the plan is defined (ResQuotaPlan).'),
  }),
  mainModuleTwice: (t, { values: [flag = ''] }) => ({
    what: t('Another module is already marked as the main module.'),
    todo: t('Keep “{0}: true” in only one module.', flag),
  }),
  appCodeDiffers: (t, { values: [described = '', target = ''] }) => ({
    what: t('The app_desc.yaml is for the application “{0}”, but you’re uploading to “{1}”.', described, target),
    todo: t('The platform doesn’t check this. Make sure that it’s the right package.'),
  }),
  valueChanged: (t, { values: [written = '', read = ''] }) => ({
    what: t('YAML reads {0} as {1}.', written, read),
    todo: t('Put it in quotes to keep it as written.'),
  }),
  fieldIgnored: (t, { values: [field = '', meant = ''] }) => ({
    what: t('The platform ignores “{0}” here.', field),
    todo: meant === '' ? t('Remove it, or check where it belongs.') : t('Did you mean “{0}”?', meant),
  }),
};

/** Converts a list of JSON types, such as `string, number`, to words. */
function typeNames(t: Translate, types: string): string {
  const names: Record<string, string> = {
    string: t('text'),
    number: t('a number'),
    integer: t('a whole number'),
    boolean: t('true or false'),
    array: t('a list'),
    object: t('a map'),
    null: t('no value'),
  };
  return types
    .split(', ')
    .map((type) => names[type] ?? type)
    .join(t(', or '));
}
