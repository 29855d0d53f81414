import type { Language } from '../backend/language.ts';
import type { Application, Module } from '../state.ts';
import type { PhaseType } from './deployScript.ts';

export interface PhaseOutline {
  type: PhaseType;
  /** Chinese names of the steps. They are the keys of the steps in every language (platform-api.md 4.11). */
  steps: readonly string[];
}

const PREPARATION: PhaseOutline = {
  type: 'preparation',
  steps: ['解析应用进程信息', '上传仓库代码', '配置资源实例'],
};

const CLOUD_NATIVE_PHASES: readonly PhaseOutline[] = [
  PREPARATION,
  { type: 'build', steps: ['初始化构建环境', '分析构建方案', '检测构建工具', '构建应用', '上传镜像'] },
  { type: 'release', steps: ['部署应用', '执行部署前置命令', '检测部署结果'] },
];

const DEFAULT_PHASES: readonly PhaseOutline[] = [
  PREPARATION,
  { type: 'build', steps: ['下载代码', '加载缓存', '构建应用', '检测进程类型', '制作打包构件', '上传缓存'] },
  { type: 'release', steps: ['执行部署前置命令', '部署应用', '检测部署结果'] },
];

// A module that is deployed from an image has no build. platform-api.md 4.11 does not list the steps of its other
// phases, so these steps are assumed.
const IMAGE_PHASES: readonly PhaseOutline[] = [
  { type: 'preparation', steps: ['解析应用进程信息', '配置资源实例'] },
  { type: 'release', steps: ['部署应用', '执行部署前置命令', '检测部署结果'] },
];

/** Returns the phases and steps of a deployment of this module, in order (platform-api.md 4.11). */
export function phasesOf(application: Application, module: Module): readonly PhaseOutline[] {
  if (module.sourceOrigin === 4 || module.sourceOrigin === 6) return IMAGE_PHASES;
  return application.type === 'cloud_native' ? CLOUD_NATIVE_PHASES : DEFAULT_PHASES;
}

const PHASE_NAMES: Readonly<Record<PhaseType, readonly [string, string]>> = {
  preparation: ['准备阶段', 'Preparation Phase'],
  build: ['构建阶段', 'Build Phase'],
  release: ['部署阶段', 'Deploy Phase'],
};

// platform-api.md gives the English names of the cloud-native steps. The last five steps are only in the build of
// `DEFAULT_PHASES`. Their English names are made up.
const ENGLISH_STEPS: Readonly<Record<string, string>> = {
  解析应用进程信息: 'Parse app process',
  上传仓库代码: 'Upload repository code',
  配置资源实例: 'Config resource instance',
  初始化构建环境: 'Initialize build environment',
  分析构建方案: 'Analyze build solutions',
  检测构建工具: 'Detect buildpack',
  构建应用: 'Building Applications',
  上传镜像: 'Upload image',
  部署应用: 'Deploying the app',
  执行部署前置命令: 'Execute Pre-release cmd',
  检测部署结果: 'View Deploy results',
  下载代码: 'Download code',
  加载缓存: 'Load cache',
  检测进程类型: 'Detect process types',
  制作打包构件: 'Make package artifact',
  上传缓存: 'Upload cache',
};

export function phaseName(type: PhaseType, language: Language): string {
  return PHASE_NAMES[type][language === 'en' ? 1 : 0];
}

export function stepName(step: string, language: Language): string {
  return language === 'en' ? (ENGLISH_STEPS[step] ?? step) : step;
}
