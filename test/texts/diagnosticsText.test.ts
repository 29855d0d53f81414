import assert from 'node:assert/strict';
import test from 'node:test';
import type { ConnectionCheck } from '../../src/core/operations/connection/checkConnection.ts';
import type { MaskedUrl } from '../../src/core/releases/packageUrl.ts';
import { diagnosticsText, type Diagnostics } from '../../src/texts/diagnosticsText.ts';
import { withoutSecrets } from '../../src/texts/withoutSecrets.ts';
import { addressesWithSecrets, assertNoSecrets } from '../plantedSecrets.ts';
import { translateToChinese, translateToEnglish, translators } from './translations.ts';

const token = 'planted-access-token-0123456789';
const password = 'pl4nted-Passw0rd';
const home = '/home/alice';
const noSensitiveValues = { secrets: [], homes: [] };

/**
 * A proxy URL that is not masked, despite the cast. The diagnostics must hide a password even if an unmasked URL
 * reaches them.
 */
const proxy = `http://alice:${password}@proxy.example.com:3128` as MaskedUrl;

const proxyCheck: ConnectionCheck = {
  proxy,
  hops: [
    {
      whose: 'proxy',
      host: 'proxy.example.com',
      port: 3128,
      name: { state: 'ok', milliseconds: 3, addresses: ['10.0.0.1', '10.0.0.2'] },
      connection: { state: 'ok', milliseconds: 4 },
    },
    {
      whose: 'gateway',
      host: 'bkapi.example.com',
      port: 443,
      name: { state: 'skipped', reason: 'throughProxy' },
      connection: { state: 'skipped', reason: 'throughProxy' },
    },
  ],
  gateway: {
    state: 'ok',
    milliseconds: 6,
    status: 400,
    code: 'tokenMissing',
    answeredBy: 'gateway',
    requestId: 'id-1',
  },
  token: { state: 'failed', milliseconds: 7, code: 'tokenExpired', requestId: 'id-2' },
};

function createDiagnostics(rest: Partial<Diagnostics> = {}): Diagnostics {
  return {
    at: new Date('2026-08-01T08:00:00Z'),
    extensionVersion: '0.2.0',
    editor: {
      name: 'Visual Studio Code',
      version: '1.139.0',
      appHost: 'desktop',
      remoteName: undefined,
      language: 'en',
    },
    computer: { system: 'Linux 6.1 x64', node: '24.21.0' },
    workspace: { trusted: true, folders: 2 },
    session: {
      state: 'signedIn',
      platform: 'Company',
      gatewayUrl: 'https://bkapi.example.com/api/bkpaas3/prod',
      userName: 'admin',
      appCode: 'demo-app',
    },
    settings: [['bkpaas.showStatusBar', true]],
    environment: [['NO_PROXY', 'localhost']],
    connection: proxyCheck,
    lastError: { at: new Date('2026-08-01T07:59:00Z'), code: 'tokenExpired', status: 400, requestId: 'id-0' },
    log: [{ at: new Date('2026-08-01T07:59:01Z'), level: 'info', text: 'GET /lists/minimal 400 3 ms' }],
    ...noSensitiveValues,
    ...rest,
  };
}

test('the diagnostics contain versions, session, settings, connection, last error and log', () => {
  assert.equal(
    diagnosticsText(translateToEnglish, createDiagnostics()),
    `# BlueKing PaaS for VS Code: diagnostics

2026-08-01T08:00:00.000Z

## Versions

- Extension: \`0.2.0\`
- Editor: \`Visual Studio Code 1.139.0 (desktop)\`
- Remote: \`none\`
- Display language: \`en\`
- Operating system: \`Linux 6.1 x64\`
- Node.js: \`24.21.0\`
- Trusted workspace: \`yes\`
- Folders: \`2\`

## Session

- State: \`signedIn\`
- Platform: \`Company\`
- Gateway URL: \`https://bkapi.example.com/api/bkpaas3/prod\`
- User: \`admin\`
- Application: \`demo-app\`

## Settings

- bkpaas.showStatusBar: \`true\`

## Environment variables

- NO_PROXY: \`localhost\`

## Connection check

- Proxy in use: \`http://***@proxy.example.com:3128\`
- DNS lookup of the proxy \`proxy.example.com\`: \`10.0.0.1\`, \`10.0.0.2\` (3 ms)
- TCP connection to the proxy \`proxy.example.com:3128\`: connected (4 ms)
- DNS lookup of the gateway \`bkapi.example.com\`: skipped: done by the proxy
- TCP connection to the gateway \`bkapi.example.com:443\`: skipped: done by the proxy
- Gateway: reachable, response from the gateway · HTTP 400 · request ID \`id-1\` (6 ms)
- Access token: failed · \`tokenExpired\` Your access token has expired. · request ID \`id-2\` (7 ms)

## Last error

- Error code: \`tokenExpired\`
- HTTP status: \`400\`
- Request ID: \`id-0\`
- Time: \`2026-08-01T07:59:00.000Z\`

## Log (last 1 line)

\`\`\`
2026-08-01T07:59:01.000Z [info] GET /lists/minimal 400 3 ms
\`\`\`
`,
  );
});

/** Returns diagnostics with the same secrets in every member that can contain external text. */
function diagnosticsWithSecrets(): Diagnostics {
  const signed = `https://bkrepo.example.com/demo.tgz?sign=${password}&X-Amz-Signature=${password}`;
  const texts = [
    `X-Bkapi-Authorization: {"access_token": "${token}"}`,
    `{\\"access_token\\": \\"another-token-of-theirs\\"}`,
    'curl --data access_token=another-token-of-theirs',
    `Failed to establish a socket connection to proxies: PROXY alice:${password}@proxy.example.com:3128`,
    `Proxy-Authorization: Basic ${Buffer.from(`alice:${password}`).toString('base64')}`,
    `package ${signed} through ${proxy}`,
    `git+https://alice:${password}@git.example.com/a.git`,
    `Error: it broke\n    at run (${home}/.vscode/extensions/bkpaas/dist/extension.cjs:1:2)`,
    `    at C:\\Users\\bob\\x.js, file:///c%3A/Users/bob/x.js, /Users/carol/x.js, "C:\\\\Users\\\\bob\\\\x.js"`,
    encodeURIComponent(`${password} ${token}`),
  ];
  return createDiagnostics({
    secrets: [token, password],
    homes: [home],
    extensionVersion: token,
    session: { state: token, platform: proxy, gatewayUrl: proxy, userName: token, appCode: password },
    settings: [
      ['bkpaas.platforms', [{ name: proxy, gatewayUrl: proxy, consoleUrl: signed, tenantId: token }]],
      ['http.proxy', `alice:${password}@proxy.example.com:3128`],
      ['odd', `http://alice:with blank ${password}@proxy.example.com`],
      ['odd inside', [{ url: `http://alice:with blank ${password}@proxy.example.com` }]],
    ],
    environment: [
      ['HTTPS_PROXY', proxy],
      ['NODE_EXTRA_CA_CERTS', `${home}/ca.pem`],
    ],
    connection: { ...proxyCheck, proxy },
    lastError: { at: new Date(0), code: token, status: undefined, requestId: token },
    log: texts.map((text) => ({ at: new Date(0), level: 'warn', text })),
  });
}

for (const [language, t] of Object.entries(translators)) {
  test(`no token, password, signature or home directory comes out, wherever it was (${language})`, () => {
    const text = diagnosticsText(t, diagnosticsWithSecrets());
    const inBase64 = Buffer.from(`alice:${password}`).toString('base64');
    for (const secret of [token, password, inBase64, 'another-token', 'alice', 'bob', 'carol'])
      assert.ok(!text.includes(secret), `${secret} in\n${text}`);
    assert.match(text, /http:\/\/\*\*\*@proxy\.example\.com:3128/);
    assert.match(text, /~\/\.vscode\/extensions/);
  });

  test(`an address shows none of its secrets, wherever it was (${language})`, () => {
    for (const address of addressesWithSecrets('packages.example.com')) {
      const log = [{ at: new Date(0), level: 'warn', text: `reading ${address} failed: ${address}` } as const];
      const settings = [['http.proxy', address] as const, ['odd', [{ url: address }]] as const];
      const given = createDiagnostics({
        log,
        settings: settings.map(([name, value]) => [name, value]),
        ...noSensitiveValues,
      });
      assertNoSecrets('the diagnostics', diagnosticsText(t, given));
    }
  });

  test(`passwords that nobody knew of are found by where they stand (${language})`, () => {
    const known = diagnosticsWithSecrets();
    // In the last line of the log, no marker shows where the secrets are. Such secrets are hidden only if `secrets`
    // contains them, so this test omits the line.
    const log = known.log.slice(0, -1);
    const { session, extensionVersion } = createDiagnostics();
    const text = diagnosticsText(t, { ...known, ...noSensitiveValues, session, extensionVersion, log });
    assert.ok(!text.includes(password), text);
    assert.ok(!text.includes('alice'), text);
  });

  test(`every result of the connection check has its own text (${language})`, () => {
    const reasons = ['throughProxy', 'isAddress', 'notReached', 'intermediaryAnswered', 'signedOut'] as const;
    const texts = reasons.map((reason) => {
      const skipped = { state: 'skipped', reason } as const;
      return diagnosticsText(
        t,
        createDiagnostics({ connection: { proxy: undefined, hops: [], gateway: skipped, token: skipped } }),
      );
    });
    assert.equal(new Set(texts).size, reasons.length);
    const answers = (['gateway', 'platform', 'intermediary'] as const).map((answeredBy) =>
      diagnosticsText(
        t,
        createDiagnostics({
          connection: {
            ...proxyCheck,
            gateway: {
              state: 'ok',
              milliseconds: 1,
              status: 200,
              code: 'notThePlatform',
              answeredBy,
              requestId: undefined,
            },
          },
        }),
      ),
    );
    assert.equal(new Set(answers).size, answers.length);
    for (const text of [...texts, ...answers]) assert.doesNotMatch(text, /undefined|\[object|\{\d\}|: $/m);
  });
}

test('the diagnostics say if the user is signed out, and if platform, error or log are missing', () => {
  const session = {
    state: 'signedOut',
    platform: undefined,
    gatewayUrl: undefined,
    userName: undefined,
    appCode: undefined,
  };
  const text = diagnosticsText(
    translateToEnglish,
    createDiagnostics({ session, connection: undefined, lastError: undefined, log: [], environment: [] }),
  );
  assert.match(text, /- State: `signedOut`\n\n/);
  assert.match(text, /No platform is set up\./);
  assert.match(text, /No errors in this window\./);
  assert.match(text, /None set\./);
  assert.doesNotMatch(text, /undefined/);
});

test('a failure names the gateway, with Node’s code if there is no text for it', () => {
  const failed = (code: string) => ({ state: 'failed', code, milliseconds: 1 }) as const;
  const hops = proxyCheck.hops.map((hop) => ({ ...hop, name: failed('EAI_FAIL') }));
  const text = diagnosticsText(
    translateToEnglish,
    createDiagnostics({ connection: { ...proxyCheck, hops, gateway: failed('proxyUnreachable') } }),
  );
  assert.match(text, /DNS lookup of the proxy `proxy\.example\.com`: failed · `EAI_FAIL`/);
  assert.match(text, /`proxyUnreachable` Couldn’t reach the proxy for “bkapi\.example\.com”\./);
});

test('a failed request has Node’s message, too', () => {
  const gateway = {
    state: 'failed',
    code: 'certificateUntrusted',
    said: 'self-signed certificate',
    milliseconds: 1,
  } as const;
  const text = diagnosticsText(translateToEnglish, createDiagnostics({ connection: { ...proxyCheck, gateway } }));
  assert.match(
    text,
    /`certificateUntrusted` The certificate of “bkapi\.example\.com” isn’t trusted\. · `self-signed certificate`/,
  );
});

test('a log that contains a code fence cannot end its own fence', () => {
  const text = diagnosticsText(
    translateToEnglish,
    createDiagnostics({ log: [{ at: new Date(0), level: 'error', text: 'a\n```\nb' }] }),
  );
  assert.match(text, /\n````\n1970[^]*\n````\n$/);
});

test('labels are in Chinese if the window is', () => {
  assert.match(diagnosticsText(translateToChinese, createDiagnostics()), /## 连接检查/);
});

test('a secret that is too short removes nothing, and other text stays unchanged', () => {
  const text = 'GET /api/bkpaas3/prod/bkapps/applications/ 200 3 ms request id 0a-1b; a HTTP 400 answer; basic needs';
  assert.equal(withoutSecrets(text, { secrets: ['a', ''], homes: ['/'] }), text);
});
