import { localizedMessage } from '../backend/backendAnswer.ts';
import type { Language } from '../backend/language.ts';
import type { DeployScript } from '../deployments/deployScript.ts';
import type { Application, Module } from '../state.ts';

/** Returns `error_tips` of a deployment's result. The value is an object for every status (platform-api.md 4.9). */
export function errorTips(
  tips: DeployScript['tips'],
  { code }: Application,
  { name }: Module,
  language: Language,
): Readonly<Record<string, unknown>> {
  if (tips === 'matched') {
    return {
      matched_solutions_found: true,
      possible_reason: localizedMessage('solutionFound', language),
      helpers: [solution],
    };
  }
  const logs = `https://paas.example.com/developer-center/apps/${code}/${name}/logging?tab=stream`;
  return {
    matched_solutions_found: false,
    possible_reason: localizedMessage('noSolution', language),
    helpers: [
      { text: localizedMessage('logQuery', language), link: logs },
      { text: localizedMessage('faqQuery', language), link: 'https://bk.tencent.com/docs/' },
    ],
  };
}

const solution = {
  text: 'npm 依赖版本冲突的处理方法',
  link: 'https://bk.tencent.com/docs/markdown/npm-eresolve.md',
  title: 'npm 依赖版本冲突的处理方法',
  location: 'https://bk.tencent.com/docs/markdown/npm-eresolve.md',
  short_description: '检查 package.json 中的 peerDependencies',
  name: 'npm-eresolve',
  description: 'npm 安装依赖时报 ERESOLVE',
} as const;
