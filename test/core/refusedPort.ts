/**
 * A port on which no program of a normal user can listen, so a connection to it is refused. A port that was free a
 * moment ago could belong to a server of another test by now.
 */
export const refusedPort = 1;
