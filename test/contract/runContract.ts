import { parseArgs } from 'node:util';
import { EnvHttpProxyAgent } from 'undici';
import { startPlatform } from '../platform/startPlatform.ts';
import { mutations } from '../platform/mutations.ts';
import { cases } from './cases.ts';
import { targetSelector, embeddedTarget } from './embeddedTarget.ts';
import { TargetProblem } from './targetProblem.ts';
import { notesAfter } from './notesAfter.ts';
import { platformAgeNames } from './platformAges.ts';
import { playAll } from './playAll.ts';
import { realTarget } from './realTarget.ts';
import { formatCounts, formatDifferences, formatResultLine } from './report.ts';
import type { Mutation } from '../platform/mutations.ts';
import type { ContractCase } from './contractCase.ts';
import type { PlatformAge } from './platformAges.ts';
import type { Result } from './playCase.ts';
import type { RealPlatformOptions } from './realTarget.ts';

/** Receives the lines of the output. */
export interface Printer {
  out: (line: string) => void;
  error: (line: string) => void;
}

/**
 * Runs `npm run contract` with these arguments: checks the cases on the embedded platform, or with `--base-url` on a
 * real platform, and prints the results. Resolves with the exit status: 1 if a response differs, 2 if no case could
 * run, otherwise 0.
 */
export async function runContract(words: readonly string[], printer: Printer): Promise<0 | 1 | 2> {
  try {
    const given = readArguments(words);
    if (given.help) {
      printer.out(usage);
      return 0;
    }
    const baseUrl = given['base-url'];
    const results =
      baseUrl === undefined
        ? await playOnEmbeddedPlatform(given, printer)
        : await playOnRealPlatform(given, baseUrl, printer);
    return results.some((each) => each.verdict === 'different') ? 1 : 0;
  } catch (error) {
    if (!(error instanceof TargetProblem)) throw error;
    printer.error(error.message);
    return 2;
  }
}

const usage = `npm run contract
npm run contract -- --wrong NAME            the embedded platform made wrong, as told below
npm run contract -- --age AGE               the embedded platform of another age: ${platformAgeNames.join(', ')}
npm run contract -- --only ID               the cases whose id begins so, here or on a real platform; may be repeated
npm run contract -- --base-url URL --token-file FILE --app CODE --module NAME
      [--allow-writes --package-url URL]    upload as well; nothing but what this run uploads is overwritten
      [--packages-url URL]                  where the packages of test/platform/packageServer.ts lie, to upload them too
      [--allow-writes --deploy-version V]   deploy V to stag of the module as well, at the end
      [--allow-writes --allow-offline]      take stag of the module offline as well, and leave it so unless V is deployed
      [--age AGE] [--tenant ID]             what the platform is; ${platformAgeNames[0] ?? ''} when left out

Names for --wrong:
${Object.entries(mutations)
  .map(([name, what]) => `  ${name.padEnd(30)}${what}`)
  .join('\n')}`;

type Arguments = ReturnType<typeof readArguments>;

function readArguments(words: readonly string[]) {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  try {
    return parseArgs({
      args: [...words],
      options: {
        'base-url': text,
        'token-file': text,
        app: text,
        module: text,
        'package-url': text,
        'packages-url': text,
        'deploy-version': text,
        tenant: text,
        age: text,
        wrong: text,
        only: { ...text, multiple: true },
        'allow-writes': flag,
        'allow-offline': flag,
        help: flag,
      },
    }).values;
  } catch (error) {
    const said = error instanceof Error ? (error.message.split('. ')[0] ?? '') : '';
    throw new TargetProblem(`${said}; "npm run contract -- --help" lists the options.`);
  }
}

const TARGET_OPTIONS = ['token-file', 'app', 'module', 'tenant'] as const;
const WRITE_OPTIONS = ['package-url', 'packages-url', 'allow-writes', 'deploy-version', 'allow-offline'] as const;

async function playOnEmbeddedPlatform(given: Arguments, printer: Printer): Promise<Result[]> {
  for (const name of [...TARGET_OPTIONS, ...WRITE_OPTIONS]) {
    if (given[name] !== undefined) {
      throw new TargetProblem(`--${name} is about a real platform; give its address too, with --base-url.`);
    }
  }
  const wrong = given.wrong === undefined ? 'none' : parseMutation(given.wrong);
  const age = readAge(given.age);
  const chosen = selectCases(given.only);
  const platform = await startPlatform();
  try {
    const target = age && embeddedTarget(platform, age, wrong);
    return await playAndPrint(printer, chosen, target ? () => target : targetSelector(platform, wrong));
  } finally {
    await platform.close();
  }
}

async function playOnRealPlatform(given: Arguments, baseUrl: string, printer: Printer): Promise<Result[]> {
  if (given.wrong !== undefined) {
    throw new TargetProblem('--wrong makes the embedded platform wrong; leave out either it or --base-url.');
  }
  const needed = (name: 'token-file' | 'app' | 'module', what: string): string => {
    const value = given[name];
    if (value === undefined || value === '') throw new TargetProblem(`--${name} is missing; it names ${what}.`);
    return value;
  };
  const { HTTP_PROXY, HTTPS_PROXY, http_proxy, https_proxy } = process.env;
  const dispatcher =
    (HTTP_PROXY ?? HTTPS_PROXY ?? http_proxy ?? https_proxy) === undefined ? undefined : new EnvHttpProxyAgent();
  try {
    const real: RealPlatformOptions = {
      baseUrl,
      tokenFile: needed('token-file', 'a file with the access token in it'),
      app: needed('app', 'the application to ask about'),
      module: needed('module', 'one of its modules that takes packages'),
      packageUrl: given['package-url'],
      packagesUrl: given['packages-url'],
      deployVersion: given['deploy-version'],
      allowOffline: given['allow-offline'] ?? false,
      tenant: given.tenant,
      allowWrites: given['allow-writes'] ?? false,
      age: readAge(given.age) ?? 'current',
      dispatcher,
      now: new Date(),
    };
    const chosen = selectCases(given.only);
    const target = await realTarget(real);
    return await playAndPrint(printer, chosen, () => target, {
      secret: target.tokens.caller,
      notes: (results) => notesAfter(results, target, real),
    });
  } finally {
    await dispatcher?.close();
  }
}

/**
 * Runs cases and prints the results. The last line has three counts: all cases, cases with a difference, and skipped
 * cases.
 */
async function playAndPrint(
  printer: Printer,
  chosen: readonly ContractCase[],
  targetFor: Parameters<typeof playAll>[1],
  {
    secret = '',
    notes,
  }: { secret?: string | undefined; notes?: (results: readonly Result[]) => Promise<string[]> } = {},
): Promise<Result[]> {
  // Removes the token from the printed differences, because an intermediary can echo the request with the token.
  const hide = (text: string): string => (secret === '' ? text : text.replaceAll(secret, '***'));
  const results = await playAll(chosen, targetFor, (result) => {
    printer.out(formatResultLine(result));
  });
  const table = formatDifferences(results, hide);
  if (table.length > 0) printer.out(`\n${table.join('\n')}`);
  for (const note of (await notes?.(results)) ?? []) printer.out(`\n${note}`);
  printer.out(`\n${formatCounts(results)}`);
  return results;
}

function selectCases(beginnings: readonly string[] = ['']): readonly ContractCase[] {
  const isChosen =
    (beginning: string): ((each: ContractCase) => boolean) =>
    ({ id }) =>
      id.startsWith(beginning);
  for (const beginning of beginnings) {
    if (cases.some(isChosen(beginning))) continue;
    throw new TargetProblem(`No case begins with ${beginning}; "npm run contract" prints their ids.`);
  }
  return cases.filter((each) => beginnings.some((beginning) => isChosen(beginning)(each)));
}

function parseMutation(name: string): Mutation {
  const isMutation = (text: string): text is Mutation => text in mutations;
  if (isMutation(name)) return name;
  throw new TargetProblem(`--wrong knows no ${name}; it knows: ${Object.keys(mutations).join(', ')}.`);
}

function readAge(name: string | undefined): PlatformAge | undefined {
  const age = platformAgeNames.find((each) => each === name);
  if (name === undefined || age !== undefined) return age;
  throw new TargetProblem(`--age knows no ${name}; it knows: ${platformAgeNames.join(', ')}.`);
}
