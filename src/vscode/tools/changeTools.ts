import * as vscode from 'vscode';
import type { Deploy } from '../../core/operations/deploy/deployOutcome.ts';
import { parseUploadRequest } from '../../core/operations/upload/parseUploadRequest.ts';
import { parseVersion } from '../../core/platform/names.ts';
import { undefinedIfFailed, PlatformError } from '../../core/platform/platformError.ts';
import { rollBackReason } from '../../core/platform/rollBack.ts';
import type { UploadByLink } from '../../core/platform/sourcePackages.ts';
import { deployChangeTexts } from '../../texts/deployTexts.ts';
import { environmentName } from '../../texts/targetNames.ts';
import type { DeployServices } from '../deploy/deployServices.ts';
import { publicDeployOutcome, type PublicDeployOutcome } from '../deploy/publicOutcome.ts';
import { runDeploy } from '../deploy/runDeploy.ts';
import { readMaxVerifiedBytes } from '../editor/settings.ts';
import type { SignedIn } from '../session/session.ts';
import { LinkInspector } from '../upload/linkInspector.ts';
import type { PublicUploadOutcome } from '../upload/publicOutcome.ts';
import { uploadPrepared } from '../upload/uploadByLink.ts';
import type { UploadServices } from '../upload/uploadServices.ts';
import type { ToolAnswer } from '../../texts/toolTexts.ts';
import type { AgentTool, ToolRequest } from './agentTool.ts';
import { moduleDisplayName, platformLines } from './readTools.ts';
import { sessionAndModule, ToolRefusal } from './toolInput.ts';

const { t } = vscode.l10n;

interface UploadRequest extends ToolRequest {
  session: SignedIn;
  upload: UploadByLink;
}

/** Returns the tool that uploads a new version. The tool cannot overwrite a version, and deploys nothing. */
export function uploadTool(services: UploadServices): AgentTool<UploadRequest> {
  return {
    inputs: ['appCode', 'module', 'packageUrl', 'version'],
    request: async (input) => {
      const [packageUrl, version] = [input.packageUrl() ?? '', input.text('version') ?? ''];
      const { session, ...target } = await sessionAndModule(services, input);
      return { session, upload: parseUploadRequest({ ...target, packageUrl, version, allowOverwrite: false }) };
    },
    confirmation: ({ session, upload }) => ({
      title: t('Upload version {0} to {1}?', upload.version, moduleDisplayName(upload)),
      lines: [
        { label: t('Package URL:'), code: upload.packageUrl },
        t('The platform downloads this package and stores it as a new version. Nothing is overwritten or deployed.'),
        ...platformLines(session),
      ],
      progress: t('Uploading version {0}…', upload.version),
    }),
    run: async ({ session, upload }) => {
      const inspector = new LinkInspector(services.log, readMaxVerifiedBytes);
      const prepared = { kind: 'link' as const, session, request: upload, inspector, accepted: [] };
      return uploadAnswer(upload, await uploadPrepared(services, prepared));
    },
  };
}

function uploadAnswer({ appCode, module, version }: UploadByLink, outcome: PublicUploadOutcome): ToolAnswer {
  const facts = { outcome: outcome.status, app: appCode, module, version };
  switch (outcome.status) {
    case 'uploaded':
      return { facts, data: outcome.package };
    case 'failed': {
      const { code, message, requestId } = outcome.error;
      return { facts: { ...facts, code, requestId }, data: { message } };
    }
    case 'unknown': {
      const next = 'It may have been uploaded. Read the versions before you try again.';
      return { facts: { ...facts, next }, data: { reason: outcome.reason } };
    }
    case 'cancelled':
      return { facts };
  }
}

interface DeployRequest extends ToolRequest {
  session: SignedIn;
  deploy: Deploy;
}

/** Returns the tool that deploys a version to Staging. The tool cannot deploy to Production. */
export function deployTool(services: DeployServices): AgentTool<DeployRequest> {
  return {
    inputs: ['appCode', 'module', 'version', 'environment'],
    request: async (input) => {
      if ((input.text('environment') ?? 'stag') !== 'stag') throw new ToolRefusal('onlyStaging');
      const version = parseVersion(input.text('version') ?? '');
      if (!version.ok) throw new PlatformError(version.problem, { subject: input.text('version') ?? '' });
      const { session, ...target } = await sessionAndModule(services, input);
      return { session, deploy: { ...target, environment: 'stag', version: version.version } };
    },
    confirmation: async ({ session, deploy }) => {
      const { appCode, module, environment, version } = deploy;
      const [state, versions] = await Promise.all([
        undefinedIfFailed(services.catalog.environmentState(deploy)),
        undefinedIfFailed(services.catalog.versions(appCode, module)),
      ]);
      const where = environmentName(t, environment);
      const isRollBack = rollBackReason(version, state, versions) !== undefined;
      return {
        title: isRollBack
          ? t('Roll back {0} of {1} / {2} to version {3}?', where, appCode, module, version)
          : t('Deploy version {0} of {1} / {2} to {3}?', version, appCode, module, where),
        lines: [
          ...deployChangeTexts(t, environment, version, state, versions),
          t('Production isn’t changed.'),
          ...platformLines(session),
        ],
        progress: t('Deploying version {0} to {1}…', version, where),
      };
    },
    run: async ({ session, deploy }) =>
      deployAnswer(deploy, publicDeployOutcome(t, await runDeploy(services, session, deploy))),
  };
}

function deployAnswer({ appCode, module, environment, version }: Deploy, outcome: PublicDeployOutcome): ToolAnswer {
  const deploymentId = 'deploymentId' in outcome ? outcome.deploymentId : undefined;
  const facts = { outcome: outcome.status, app: appCode, module, environment, version, deploymentId };
  switch (outcome.status) {
    case 'successful':
      return outcome.address === undefined ? { facts } : { facts, data: { address: outcome.address } };
    case 'refused': {
      const { code, message, requestId } = outcome.error;
      return { facts: { ...facts, code, requestId }, data: { message } };
    }
    case 'unknown': {
      const next =
        deploymentId === undefined
          ? 'It may have been started. Read the status before you try again.'
          : 'It was started, and its end is unknown. Read its log.';
      return { facts: { ...facts, next }, data: { reason: outcome.reason } };
    }
    case 'failed':
    case 'interrupted':
    case 'cancelled':
      return { facts };
  }
}
