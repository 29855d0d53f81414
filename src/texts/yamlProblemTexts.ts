import type { YamlProblem } from '../core/yaml/yamlError.ts';
import type { Translate } from './translate.ts';

type TextFunction = (t: Translate, text: string) => string;

/** A sentence for each reason why a text is not YAML. `text` is the part of the file that the sentence quotes. */
const texts: Record<YamlProblem, TextFunction> = {
  encoding: (t) => t('The file isn’t encoded in UTF-8. Save it as UTF-8.'),
  character: (t, text) => t('The character {0} isn’t allowed. Delete it.', text),
  tab: (t) => t('Tabs can’t be used as separators or for indentation. Use spaces.'),
  reservedCharacter: (t, text) => t('A value can’t start with “{0}”. Put the value in quotes.', text),
  keyWithoutColon: (t) => t('A key must be followed by a colon and a space, and can have at most 1,024 characters.'),
  keyNotAllowed: (t) => t('A key isn’t allowed here. Check the indentation.'),
  valueNotAllowed: (t) => t('A line can’t have a second colon. Put the value in quotes, or check the indentation.'),
  entryNotAllowed: (t) => t('A list item isn’t allowed here. Put it on its own line.'),
  valueWithoutKey: (t) => t('A colon needs a key before it.'),
  indentation: (t) =>
    t('The indentation doesn’t match the lines above. Indent all keys of a map, and all items of a list, equally.'),
  flowNotClosed: (t) => t('The file ends here, but a bracket or a value is missing.'),
  unexpectedToken: (t) => t('This isn’t allowed here. Check brackets, commas and indentation.'),
  severalDocuments: (t) => t('The file contains several documents. Delete all but one.'),
  directive: (t) => t('The line that starts with “%” isn’t a valid directive. Delete it.'),
  quoteNotClosed: (t) => t('A quote isn’t closed.'),
  escape: (t, text) =>
    t('“{0}” isn’t a valid escape sequence in double quotes. Use single quotes, or write each backslash as two.', text),
  blockHeader: (t) => t('After “|” or “>”, the text has to start on the next line.'),
  boolean: (t, text) => t('“{0}” is neither true nor false.', text),
  number: (t, text) => t('“{0}” isn’t a number.', text),
  date: (t, text) => t('YAML reads “{0}” as a date, and that day or time doesn’t exist. Put it in quotes.', text),
  binary: (t) => t('The value isn’t valid Base64.'),
  anchorName: (t) =>
    t('“&” and “*” must be followed by a name of letters and digits. Put a value that starts with them in quotes.'),
  anchorTwice: (t, text) => t('The anchor “{0}” is defined twice. Rename one of them.', text),
  anchorUndefined: (t, text) =>
    t('The anchor “{0}” isn’t defined above. Put a value that starts with “*” in quotes.', text),
  recursive: (t, text) => t('The anchor “{0}” contains itself.', text),
  tag: (t) => t('The tag isn’t valid. Put a value that starts with “!” in quotes.'),
  tagUnknown: (t, text) =>
    t('The platform doesn’t recognize the tag “{0}”. Remove it, or put the value in quotes.', text),
  tagMismatch: (t) => t('The tag doesn’t match the value. Remove it.'),
  merge: (t) => t('“<<” needs a map, or a list of maps.'),
  keyIsCollection: (t) =>
    t(
      'A map or a list can’t be a key. Replace placeholders such as “{{ name }}” before you upload, or put them in quotes.',
    ),
  specialText: (t, text) => t('YAML gives “{0}” a special meaning. Put it in quotes.', text),
  tooDeep: (t) => t('The file has more than 100 levels of nesting.'),
  tooLarge: (t) => t('Anchors expand to more than 100,000 values.'),
};

/** Returns why a text is not YAML, and what to do about it, in one or two sentences. */
export function yamlProblemText(t: Translate, problem: YamlProblem, text: string): string {
  return texts[problem](t, text);
}
