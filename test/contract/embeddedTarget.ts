import { createHash } from 'node:crypto';
import { demoCredentials, demoTokens } from '../platform/seedDemo.ts';
import { samplePackages } from '../platform/samplePackages.ts';
import { platformAges } from './platformAges.ts';
import { queuePlans } from './plans.ts';
import { moduleOf } from '../platform/state.ts';
import type { EmbeddedPlatform } from '../platform/startPlatform.ts';
import type { Switches } from '../platform/switches.ts';
import type { ContractCase } from './contractCase.ts';
import type { Target } from './target.ts';
import type { Placeholder } from './placeholders.ts';
import type { PlatformAge } from './platformAges.ts';

const { admin, ...ofOthers } = demoTokens;
const PACKAGE_FILE = 'demo-app-1.0.3.tar.gz';

/**
 * Returns the embedded platform as a target that provides everything that a case needs. `wrong` gives the platform a
 * known defect.
 */
export function embeddedTarget(
  platform: EmbeddedPlatform,
  age: PlatformAge,
  wrong: Switches['wrong'] = 'none',
): Target & Required<Pick<Target, 'arrange'>> {
  return {
    gatewayUrl: platform.gatewayUrl,
    age,
    allowWrites: true,
    allowOffline: true,
    headers: {},
    tokens: { ...ofOthers, caller: admin, madeUp: 'contract-made-up-token' },
    values: placeholderValues(platform),
    runName: 'contract-embedded',
    arrange: {
      begin(played) {
        platform.reset();
        addApplications(platform);
        addProcesses(platform);
        Object.assign(platform.switches, platformAges[age], played.switches, { wrong });
        queuePlans(platform.state, played.plans);
      },
      plan(fault) {
        platform.faults.next({ fault });
      },
      settled: () => platform.settled(),
    },
  };
}

/**
 * Returns a function that selects the target of a case: the embedded platform with an age (platformAges.ts) to which
 * the case applies. So no case is skipped because of its age.
 */
export function targetSelector(
  platform: EmbeddedPlatform,
  wrong?: Switches['wrong'],
): (played: ContractCase) => Target {
  const targets = {
    current: embeddedTarget(platform, 'current', wrong),
    '1.6': embeddedTarget(platform, '1.6', wrong),
    oldest: embeddedTarget(platform, 'oldest', wrong),
  } as const satisfies Record<PlatformAge, Target>;
  return ({ ages }) => targets[ages?.[0] ?? 'current'];
}

function placeholderValues(platform: EmbeddedPlatform): Map<Placeholder, string> {
  const bytes = samplePackages().get(PACKAGE_FILE) ?? Buffer.alloc(0);
  const elsewhere = platform.packagesUrl.replace('127.0.0.1', 'localhost');
  return new Map<Placeholder, string>([
    ['app', 'demo-app'],
    ['appOtherCase', 'DEMO-App'],
    ['module', 'default'],
    ['origin', '2'],
    ['otherModule', 'api'],
    ['otherOrigin', '7'],
    ['gitModule', 'web'],
    ['unauthorizedGitModule', 'web'],
    ['imageModule', 'img'],
    ['versionNumber', '1785556800000'],
    ['package', `${platform.packagesUrl}/${PACKAGE_FILE}`],
    ['packageStem', 'demo-app-1'],
    ['knownBytes', String(bytes.length)],
    ['knownSha', createHash('sha256').update(bytes).digest('hex')],
    ['packages', platform.packagesUrl],
    ['otherHostPackages', elsewhere],
    ['redirectedAway', `${platform.packagesUrl}/redirect-to/${encodeURIComponent(`${elsewhere}/${PACKAGE_FILE}`)}`],
    // A download from this address gets a 404, so a platform that does not check the host stores nothing either.
    ['refusedUrl', `${elsewhere}/status/404/contract.tar.gz`],
    ['noSuchStage', `${platform.consoleUrl}/api/bkpaas3/no-such-stage`],
    ['noSuchGateway', `${platform.consoleUrl}/api/no-such-gateway/prod`],
    ['domainGateway', platform.domainStyleGatewayUrl.replace('localhost', '127.0.0.1')],
    ['deployVersion', '1.0.2'],
    ['protectedEnvironment', 'prod'],
    ['undeployedModule', 'api'],
    ['undeployedVersion', '0.1.0'],
    ['takenOfflineApp', 'flow-designer'],
    ['cloudNativeApp', 'flow-designer'],
    ['knownPackageName', 'demo-app:1.0.0'],
    ['deletedVersion', '1.0.1'],
    ['knownVersion', '1.0.0'],
    ['laterVersion', '1.0.2'],
    ['imageVersion', '2.4.0'],
    ['user', 'admin'],
    ['appName', '演示应用'],
    ['appNameEnglish', 'Demo App'],
    ['earlierNamedApp', 'payment'],
    ['laterNamedApp', 'report-center'],
    ['deletedApp', 'removed'],
    ['foreignApp', 'not-mine'],
    ['pluginApp', 'bkplugin-greeter'],
    ['hiddenAgentApp', HIDDEN_AGENT],
    ['offlineApp', 'log-viewer'],
    ['freshApp', FRESH],
    ['newApp', 'ai-assistant'],
    ['nullOriginApp', 'history-app'],
    ['oldImageApp', 'old-image'],
    ['sceneApp', 'scene-tmpl'],
    ['sMartApp', 'orders'],
    ['sMartVersion', '2.3.0'],
    ['operatedApp', 'shared-board'],
    ['callerApp', demoCredentials.appCode],
    ['callerSecret', demoCredentials.appSecret],
    ['loginCookie', demoCredentials.bkToken],
  ]);
}

const HIDDEN_AGENT = 'hidden-agent';
const FRESH = 'fresh-app';

/**
 * Adds two applications for the contract. The demo state does not contain these applications, because many tests rely
 * on their absence.
 */
function addApplications({ state }: EmbeddedPlatform): void {
  const model = state.applications.get('ai-assistant');
  if (!model) return;
  state.applications.set(HIDDEN_AGENT, { ...model, code: HIDDEN_AGENT, type: 'engineless_app' });
  // An application that is created in the future counts as new, so its owner needs no role (platform-api.md 8 point
  // 27).
  const inAnHour = new Date(Date.now() + 3_600_000);
  const modules = model.modules.map((module) => ({ ...module, packages: [] }));
  state.applications.set(FRESH, { ...model, code: FRESH, created: inAnHour, roles: new Map(), modules });
}

/** Adds processes with problems. The demo state contains no such processes. */
function addProcesses({ state }: EmbeddedPlatform): void {
  const { processes = {} } = moduleOf(state, 'demo-app', 'default');
  const problem = { replicas: 1, plan: 'default' } as const;
  processes.prod = [
    ...(processes.prod ?? []),
    { ...problem, name: 'slow', behaviour: 'neverReady' },
    { ...problem, name: 'unpulled', behaviour: 'imageMissing' },
  ];
}
