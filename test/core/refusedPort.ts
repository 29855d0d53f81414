/**
 * A port on which no program of a normal user can listen, so every connection to it is refused. A free port is not safe
 * for this purpose, because a server of another test can start to listen on it at any time.
 */
export const refusedPort = 1;
