/** Why the contract cannot run at all, as a sentence with what to do about it. */
export class TargetProblem extends Error {}
