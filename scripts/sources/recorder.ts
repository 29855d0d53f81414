import http from 'node:http';
import { text } from 'node:stream/consumers';
import { listen } from '../../test/platform/listen.ts';

/** A response with a list. */
export interface RecordedList {
  /** The path of the request that returned the list. After a redirect, this is the path that the redirect led to. */
  path: string;
  contentType: string;
  body: string;
}

export interface Recorder {
  origin: string;
  /** The value of the last response's `Server` header. */
  server: () => string;
  /** The last successful response for the folder. */
  list: () => RecordedList | undefined;
  close: () => void;
}

/**
 * Starts a reverse proxy for the server on `port`. The proxy records the last list of `folder` that the server sends.
 * If `accept` is given, it replaces the `Accept` header of every request.
 */
export async function startRecorder(port: number, folder: string, accept: string | undefined): Promise<Recorder> {
  let server = '';
  let list: RecordedList | undefined;
  const recorder = http.createServer((request, response) => {
    const { method = 'GET', url: path = '/' } = request;
    const headers = {
      ...request.headers,
      'accept-encoding': 'identity',
      ...(accept === undefined ? {} : { accept }),
    };
    const passed = http.request({ host: '127.0.0.1', port, method, path, headers, agent: false }, (answer) => {
      const { statusCode = 502 } = answer;
      server = [answer.headers['server'] ?? ''].flat().join();
      response.writeHead(statusCode, answer.headers);
      answer.pipe(response);
      if (statusCode !== 200 || !`${folder}/`.startsWith(path)) return;
      void text(answer).then((body) => {
        list = { path, contentType: answer.headers['content-type'] ?? '', body };
      });
    });
    passed.on('error', () => response.destroy());
    passed.end();
  });
  const origin = `http://127.0.0.1:${await listen(recorder, 0)}`;
  return {
    origin,
    server: () => server,
    list: () => list,
    close: () => {
      recorder.closeAllConnections();
      recorder.close();
    },
  };
}
