/**
 * Everything that works on a description. The bundle has it in a file of its own: load this module with `import()`,
 * because most windows neither open nor check a description.
 */
export { checkDescription } from './checkDescription.ts';
export { completionsAt } from './completionsAt.ts';
export { hoverAt } from './hoverAt.ts';
