import type {
  DescriptionHelp,
  DescriptionLimits,
  SnippetName,
  ValueKind,
} from '../core/description/descriptionHelp.ts';
import { listText } from './formats.ts';
import type { Translate } from './translate.ts';

export function snippetTitle(t: Translate, name: SnippetName): string {
  const titles: Record<SnippetName, string> = {
    version3: t('New app description, version 3'),
    version2: t('New app description, version 2'),
    web: t('Web process'),
    worker: t('Worker process'),
    hook: t('Pre-release command'),
    probe: t('Health probes'),
    variable: t('Environment variable'),
  };
  return titles[name];
}

/** Returns the text of a hover as Markdown: title, description, limits and example. */
export function descriptionHelpText(t: Translate, help: DescriptionHelp): string {
  const { title, name, text, isRequired, kinds, choices, limits, defaultValue, example } = help;
  const facts = [
    isRequired ? t('Required') : '',
    kinds.length > 0 ? t('Type: {0}', kinds.map((kind) => kindText(t, kind)).join(' / ')) : '',
    choices.length > 0 ? t('Values: {0}', listText(t, choices.map(codeSpan))) : '',
    defaultValue === undefined ? '' : t('Default: {0}', codeSpan(defaultValue)),
    ...limitTexts(t, limits),
    example === undefined || example.includes('\n') ? '' : t('Example: {0}', codeSpan(example)),
  ];
  return [
    `**${title}** ${codeSpan(name)}`,
    text,
    facts
      .filter((fact) => fact !== '')
      .map((fact) => `- ${fact}`)
      .join('\n'),
    example?.includes('\n') !== true ? '' : `${t('Example:')}\n\n\`\`\`yaml\n${example}\n\`\`\``,
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function kindText(t: Translate, kind: ValueKind): string {
  const texts: Record<ValueKind, string> = {
    text: t('text'),
    integer: t('whole number'),
    number: t('number'),
    boolean: t('true or false'),
    list: t('list'),
    map: t('key-value pairs'),
  };
  return texts[kind];
}

function limitTexts(t: Translate, { maxLength, minimum, maximum, minItems, maxItems }: DescriptionLimits): string[] {
  const texts: string[] = [];
  if (maxLength !== undefined) texts.push(t('Length: at most {0} characters', maxLength));
  if (minimum !== undefined && maximum !== undefined) texts.push(t('Range: {0} to {1}', minimum, maximum));
  else if (minimum !== undefined) texts.push(t('Range: {0} or more', minimum));
  if (minItems !== undefined && maxItems !== undefined) texts.push(t('Entries: {0} to {1}', minItems, maxItems));
  else if (maxItems !== undefined) texts.push(t('Entries: at most {0}', maxItems));
  return texts;
}

/** Returns a code span. Backticks are dropped, because they would end the span. */
function codeSpan(text: string): string {
  return `\`${text.replaceAll('`', '')}\``;
}
