// The code of commands, tools, tasks, links and drops. `start.ts` loads this file when VS Code first calls one of them.
// Most windows do not need this code when they open, and many windows never need it.
export { commandsOf } from './vscode/commands/index.ts';
export { dropPackage } from './vscode/commands/dropPackage.ts';
export { followUploadLink } from './vscode/commands/uploadLink.ts';
export { followSignInLink } from './vscode/session/signInLinks.ts';
export { openTask } from './vscode/tasks/openTask.ts';
export { toolsOf } from './vscode/tools/index.ts';
