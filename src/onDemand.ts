// The code of commands, tools, tasks, links and drops. Most windows do not need it at their start, and many never do.
// `start.ts` loads this file when one of them is first used.
export { commandsOf } from './vscode/commands/index.ts';
export { dropPackage } from './vscode/commands/dropPackage.ts';
export { followUploadLink } from './vscode/commands/uploadLink.ts';
export { followSignInLink } from './vscode/session/signInLinks.ts';
export { openTask } from './vscode/tasks/openTask.ts';
export { toolsOf } from './vscode/tools/index.ts';
