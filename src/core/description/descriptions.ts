/**
 * The check, completion and hover of a description, and the places of its errors. They are bundled into a separate
 * file. Load this module with `import()`, because most windows neither open nor check a description.
 */
export { checkDescription } from './checkDescription.ts';
export { completionsAt } from './completionsAt.ts';
export { placeOfError, placeOfOffset } from './errorPlace.ts';
export { hoverAt } from './hoverAt.ts';
