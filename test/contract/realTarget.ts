import { randomBytes, randomInt } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { TargetProblem } from './targetProblem.ts';
import { valueAt } from './match.ts';
import { sendRequest } from './sendRequest.ts';
import type { Dispatcher } from 'undici';
import type { Target } from './target.ts';
import type { Placeholder } from './placeholders.ts';
import type { PlatformAge } from './platformAges.ts';
import type { Answer } from './sendRequest.ts';

/** The command-line options that describe a real platform. */
export interface RealPlatformOptions {
  baseUrl: string;
  tokenFile: string;
  app: string;
  module: string;
  packageUrl: string | undefined;
  /** Address of a package server that serves the packages of test/platform/packageServer.ts. */
  packagesUrl: string | undefined;
  tenant: string | undefined;
  allowWrites: boolean;
  /** The only version that may be deployed, and only to stag. */
  deployVersion: string | undefined;
  allowOffline: boolean;
  age: PlatformAge;
  dispatcher: Dispatcher | undefined;
  now: Date;
}

/**
 * Returns a real platform as a target. Requests the application once, to check the token, the application and the
 * module, and to find other modules. Throws `TargetProblem` if the cases cannot run with these options.
 */
export async function realTarget(real: RealPlatformOptions): Promise<Target> {
  const gatewayUrl = real.baseUrl.replace(/\/+$/, '');
  if (!/^https?:\/\/[^/?#\s]+\/[^?#\s]+$/i.test(gatewayUrl) || !URL.canParse(gatewayUrl)) {
    throw new TargetProblem(
      `--base-url must be the gateway's address with its stage, such as https://bkapi.example.com/api/bkpaas3/prod; this is none: ${real.baseUrl}`,
    );
  }
  const target: Target = {
    gatewayUrl,
    age: real.age,
    allowWrites: real.allowWrites,
    allowOffline: real.allowOffline,
    headers: real.tenant === undefined ? {} : { 'X-Bk-Tenant-Id': real.tenant },
    tokens: { caller: await readToken(real.tokenFile), madeUp: 'contract-made-up-token' },
    values: placeholderValues(real, gatewayUrl),
    // The time helps people to recognise a run. The random part distinguishes two runs within one second.
    runName: `contract-${real.now.toISOString().replaceAll(/\D/g, '').slice(0, 14)}-${randomBytes(3).toString('hex')}`,
    ...(real.dispatcher && { dispatcher: real.dispatcher }),
  };
  const application = await requestApplication(target, real);
  return { ...target, values: new Map([...target.values, ...moduleValues(application, real)]) };
}

/**
 * Reads the token from a file, because a token on the command line would appear in the command history and the process
 * list.
 */
async function readToken(file: string): Promise<string> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new TargetProblem(
      `The token file ${file} cannot be read; put the access token into it. (${error instanceof Error ? error.message : ''})`,
    );
  });
  const token = /"access_token"\s*:\s*"([^"]+)"/.exec(text)?.[1] ?? text.trim();
  if (/^[\x21-\x7e]+$/.test(token) && !/[{}"]/.test(token)) return token;
  throw new TargetProblem(`The token file ${file} holds no access token; put the token alone into it, on one line.`);
}

function placeholderValues(real: RealPlatformOptions, gatewayUrl: string): Map<Placeholder, string> {
  const values = new Map<Placeholder, string>([
    ['app', real.app],
    ['appOtherCase', real.app.toUpperCase()],
    ['module', real.module],
    ['noSuchStage', gatewayUrl.replace(/[^/]+$/, 'no-such-stage')],
    // No name under .invalid is ever registered (RFC 2606), so the platform can download nothing from this address.
    ['refusedUrl', 'https://contract.invalid/contract.tar.gz'],
    // JavaScript and every JSON parser represent a number of 13 digits exactly.
    ['versionNumber', String(randomInt(10 ** 12, 10 ** 13))],
  ]);
  if (real.deployVersion?.trim() === '') throw new TargetProblem('--deploy-version is empty; it names a version.');
  if (real.deployVersion !== undefined) values.set('deployVersion', real.deployVersion);
  if (/\/api\/[^/]+\/[^/]+$/.test(gatewayUrl)) {
    values.set('noSuchGateway', gatewayUrl.replace(/[^/]+(\/[^/]+)$/, 'no-such-gateway$1'));
  }
  if (real.packagesUrl !== undefined) {
    values.set('packages', requireHttpUrl('--packages-url', real.packagesUrl).replace(/\/+$/, ''));
  }
  if (real.packageUrl === undefined) return values;
  const path = requireHttpUrl('--package-url', real.packageUrl).replace(/^[^:]+:\/\/[^/?#]+|[?#].*$/g, '');
  const lastSegment = path.split('/').findLast((segment) => segment !== '') ?? '';
  return values.set('package', real.packageUrl).set('packageStem', lastSegment.split('.')[0] ?? '');
}

function requireHttpUrl(option: string, url: string): string {
  if (/^https?:\/\/[^/?#]/i.test(url)) return url;
  throw new TargetProblem(`${option} must begin with http:// or https://; this does not: ${url}`);
}

async function requestApplication(target: Target, real: RealPlatformOptions): Promise<unknown> {
  const answer = await sendRequest({ path: '/bkapps/applications/{app}/' }, target.values, target).catch(
    (error: unknown) => {
      const cause = error instanceof Error ? (error.cause ?? error) : error;
      throw new TargetProblem(
        `There is no answer from ${new URL(target.gatewayUrl).host}; check --base-url, the network and the proxy. (${String(cause)})`,
      );
    },
  );
  if (answer.status === 200 && Array.isArray(valueAt(answer.body, ['application', 'modules']))) return answer.body;
  throw new TargetProblem(applicationErrorText(answer, real));
}

/**
 * Returns a sentence that says why the application cannot be read. The gateway's code names (platform-api.md 2.5) are
 * checked first, then the status.
 */
function applicationErrorText({ status, body }: Answer, { tokenFile, app }: RealPlatformOptions): string {
  switch (valueAt(body, ['code_name'])) {
    case 'INVALID_ARGS':
      return `The gateway does not accept the token in ${tokenFile}; put a fresh one into it.`;
    case 'APP_NO_PERMISSION':
      return 'The application that the token belongs to is not permitted at the gateway; apply for it on its "Cloud API" page.';
    case 'CROSS_TENANT_FORBIDDEN':
      return 'The gateway wants another tenant; give it with --tenant.';
    case 'API_NOT_FOUND':
      return 'The gateway does not know the address; --base-url must end in the stage, such as …/api/bkpaas3/prod.';
    default:
      break;
  }
  if (status === 404) return `There is no application ${app}; check --app.`;
  if (status === 403) return `The user of the token has no role in ${app}; give another --app or another token.`;
  return `${app} cannot be looked at: the answer is ${status} and not an application; check --base-url.`;
}

const PACKAGE_ORIGINS: readonly number[] = [2, 3, 7];

/**
 * Returns values for the placeholders of the module's origin and of other modules of the application. Throws
 * `TargetProblem` if the module or the user's role does not allow uploads.
 */
function moduleValues(body: unknown, { app, module }: RealPlatformOptions): Map<Placeholder, string> {
  const listed = valueAt(body, ['application', 'modules']);
  const modules = (Array.isArray(listed) ? listed : []).map((each: unknown) => ({
    name: String(valueAt(each, ['name'])),
    // The platform treats `null` as 1 (platform-api.md 1.8).
    origin: Number(valueAt(each, ['source_origin']) ?? 1),
  }));
  const taking = modules.filter(({ origin }) => PACKAGE_ORIGINS.includes(origin));
  const asked = modules.find(({ name }) => name === module);
  const names = (some: readonly { name: string }[]): string => some.map(({ name }) => name).join(', ') || 'none';
  if (!asked)
    throw new TargetProblem(`${app} has no module ${module}; give one of these as --module: ${names(modules)}.`);
  if (!taking.includes(asked)) {
    throw new TargetProblem(
      `Module ${module} takes no packages (source origin ${asked.origin}); modules of ${app} that do: ${names(taking)}.`,
    );
  }
  if (!UPLOADER_ROLES.includes(valueAt(body, ['role', 'id']))) {
    throw new TargetProblem(
      `The user of the token may not upload to ${app}; the role must be administrator or developer.`,
    );
  }
  const values = new Map<Placeholder, string>([['origin', String(asked.origin)]]);
  const other = taking.find(({ origin }) => origin !== asked.origin);
  if (other) values.set('otherModule', other.name).set('otherOrigin', String(other.origin));
  const git = modules.find(({ origin }) => origin === 1);
  if (git) values.set('gitModule', git.name);
  const image = modules.find(({ origin }) => origin === 6);
  if (image) values.set('imageModule', image.name);
  return values;
}

// `role.id` of administrator and developer, who may upload (platform-api.md 4.3).
const UPLOADER_ROLES: readonly unknown[] = [2, 3];
