// What most windows never use, or not at their start: commands, tools, tasks, links and drops. `extension.ts` loads it
// when it is first used.
export { commandsOf } from './vscode/commands/index.ts';
export { dropPackage } from './vscode/commands/dropPackage.ts';
export { followUploadLink } from './vscode/commands/uploadLink.ts';
export { followSignInLink } from './vscode/session/signInLinks.ts';
export { openTask } from './vscode/tasks/openTask.ts';
export { toolsOf } from './vscode/tools/index.ts';
