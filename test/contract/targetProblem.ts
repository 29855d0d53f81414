/** The reason why no case can run. The message also tells the user what to do. */
export class TargetProblem extends Error {}
