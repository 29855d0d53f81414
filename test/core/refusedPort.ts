/**
 * A port on which no program of a normal user can listen, so every connection to it is refused. A port that was merely
 * free a moment ago could meanwhile belong to a server of another test.
 */
export const refusedPort = 1;
