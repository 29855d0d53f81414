import { failedNodeBuildLog } from './nodeBuildLog.ts';
import { writeScript } from './writeScript.ts';
import type { DeployPlan } from './deployScript.ts';
import type { ScriptOptions, ScriptedLine } from './writeScript.ts';

/** A deployment that succeeds. `options.lines` replaces the output of the build. */
export function successfulDeployment(options: ScriptOptions = {}): DeployPlan {
  return (target) => writeScript(target, options);
}

/**
 * A deployment that fails in the preparation. `cause` says what is wrong with the package; by default, the package has
 * neither a description nor a Procfile (platform-api.md 4.8).
 */
export function preparationFailure(
  options: ScriptOptions = {},
  cause = '应用描述文件 app_desc.yaml 与 Procfile 均不存在',
): DeployPlan {
  const errorDetail = `处理应用描述文件失败：${cause}`;
  return (target) =>
    writeScript(target, options, {
      phase: 'preparation',
      step: '解析应用进程信息',
      outcome: 'failed',
      lines: [
        `Preparing to build bkapp-${target.application.code}-${target.environment} ...`,
        stepErrorLine('解析应用进程信息'),
      ],
      errorDetail,
    });
}

/** A deployment that fails because S3 is down. The error detail is a Python exception as text (platform-api.md 4.8). */
export function storeFailure(options: ScriptOptions = {}): DeployPlan {
  return (target) =>
    writeScript(target, options, {
      phase: 'preparation',
      step: '上传仓库代码',
      outcome: 'failed',
      lines: [stepErrorLine('上传仓库代码')],
      errorDetail: `('Could not connect to the endpoint URL: "http://s3.internal.invalid/bkpaas3-platform-packages"',)`,
    });
}

/**
 * A deployment that fails in npm with a coloured error for which the platform has a solution. `options.lines` replaces
 * the output of npm.
 */
export function buildFailure(options: ScriptOptions = {}): DeployPlan {
  return (target) =>
    writeScript(target, options, {
      phase: 'build',
      step: '构建应用',
      outcome: 'failed',
      lines: [...(options.lines ?? failedNodeBuildLog), stepErrorLine('构建应用')],
      errorDetail: 'Building failed, please check logs for more details',
      tips: 'matched',
    });
}

/** A deployment that builds the image, but whose processes do not become ready. */
export function releaseFailure(options: ScriptOptions = {}): DeployPlan {
  return (target) =>
    writeScript(target, options, {
      phase: 'release',
      step: '检测部署结果',
      outcome: 'failed',
      lines: [
        'Starting process web',
        'web is not ready, restarted 3 times (CrashLoopBackOff)',
        stepErrorLine('检测部署结果'),
      ],
      errorDetail: 'web: CrashLoopBackOff, back-off 40s restarting failed container',
    });
}

/** A deployment that a user interrupts in the console during the build. */
export function interruptedDeployment(options: ScriptOptions = {}): DeployPlan {
  return (target) =>
    writeScript(target, options, {
      phase: 'build',
      step: '构建应用',
      outcome: 'interrupted',
      lines: options.lines ?? ['-----> Building', { text: '部署已被中断', stream: 'STDERR' }],
      errorDetail: 'Building failed, deployment was interrupted',
    });
}

/** A deployment that never leaves the build. `options.lines` appear within `durationMs`, and nothing follows. */
export function neverEndingDeployment(options: ScriptOptions = {}): DeployPlan {
  return (target) =>
    writeScript(target, options, {
      phase: 'build',
      step: '构建应用',
      outcome: undefined,
      lines: options.lines ?? ['-----> Building', 'Still building ...'],
    });
}

/**
 * A deployment that never leaves the release, because its processes do not become ready and the platform keeps waiting.
 */
export function neverEndingRelease(options: ScriptOptions = {}): DeployPlan {
  return (target) => writeScript(target, options, { phase: 'release', step: '检测部署结果', outcome: undefined });
}

function stepErrorLine(step: string): ScriptedLine {
  return { text: `步骤 [${step}] 出错了，请稍候重试。`, stream: 'STDERR' };
}
