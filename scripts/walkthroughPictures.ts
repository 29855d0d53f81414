import english from '../l10n/bundle.l10n.json' with { type: 'json' };
import chinese from '../l10n/bundle.l10n.zh-cn.json' with { type: 'json' };
import manifestEnglish from '../package.nls.json' with { type: 'json' };
import manifestChinese from '../package.nls.zh-cn.json' with { type: 'json' };

/**
 * Words in the pictures for which the extension has no texts. The console or the platform shows these words, or they
 * name something outside the window. Values such as versions and addresses are not here, because they are the same in
 * both languages.
 */
const outsideWords = {
  en: {
    console: 'Console',
    cloudApi: 'Cloud API',
    createToken: 'Create new token',
    demo: 'Demo App',
    phases: ['Preparation Phase', 'Build Phase', 'Deploy Phase'],
    folder: 'Your folder',
  },
  'zh-cn': {
    console: '开发者中心',
    cloudApi: '云 API 权限',
    createToken: '创建新令牌',
    demo: '演示应用',
    phases: ['准备阶段', '构建阶段', '部署阶段'],
    folder: '你的文件夹',
  },
};

const wordsByLanguage = {
  en: wordsIn(outsideWords.en, english, manifestEnglish),
  'zh-cn': wordsIn(outsideWords['zh-cn'], chinese, manifestChinese),
};

type Words = ReturnType<typeof wordsIn>;

/** Returns the words of the pictures in one language. The labels are the texts that the window shows. */
function wordsIn(outside: (typeof outsideWords)['en'], texts: typeof english, manifest: typeof manifestEnglish) {
  const verified = texts['Verified: the stored package has the same size and SHA-256 as the file at the URL.'];
  return {
    ...outside,
    signIn: texts['Sign In to BlueKing PaaS'],
    address: manifest['walkthrough.platform.title'],
    token: texts['Access token'],
    // VS Code shows the title of a sidebar in capital letters.
    sideBar: manifest['view.container'].toUpperCase(),
    uploaded: texts.Uploaded,
    // The whole sentence does not fit into the picture, so this takes the part before the colon.
    verified: verified.split(/[:：]/)[0] ?? verified,
    deploy: manifest['command.deployUploaded'],
    staging: texts.Staging,
    running: texts['Version {0} was deployed to {1}.'].replace('{0}', '1.0.3').replace('{1}', texts.Staging),
    pack: texts['Pack and publish'],
    platform: manifest.displayName,
  };
}

/**
 * The colours of the user's theme. VS Code blocks style sheets in the picture, so each element sets its own colours.
 */
const colour = {
  text: 'var(--vscode-foreground)',
  faint: 'var(--vscode-descriptionForeground)',
  border: 'var(--vscode-contrastBorder, var(--vscode-widget-border, #8888))',
  back: 'var(--vscode-editor-background)',
  panel: 'var(--vscode-sideBar-background)',
  input: 'var(--vscode-input-background)',
  focus: 'var(--vscode-focusBorder)',
  button: 'var(--vscode-button-background)',
  buttonText: 'var(--vscode-button-foreground)',
  passed: 'var(--vscode-testing-iconPassed, #73c991)',
};

/** Draws the picture of each step of the walkthrough, keyed by the step's ID. The drawing area is 440 by 260 px. */
const drawings: Record<string, (word: Words) => string[]> = {
  platform: (word) => [
    ...drawBrowser('https://paas.example.com', 40),
    drawText(60, 104, word.console, colour.faint),
    ...drawQuickInput(140, word.signIn, 'https://paas.example.com', word.address),
  ],
  token: (word) => [
    ...drawBrowser('https://paas.example.com', 40),
    drawText(60, 104, word.cloudApi, colour.faint),
    ...drawButton(260, 88, 120, word.createToken),
    ...drawQuickInput(140, word.signIn, '•••••••••••••••••••••', word.token),
  ],
  upload: (word) => [
    ...drawSideBar(word),
    ...drawRow(96, 2, '1.0.3', true),
    ...drawRow(120, 2, '1.0.2'),
    ...drawPage(word),
    drawText(206, 150, 'demo-app / default 1.0.3', colour.faint),
  ],
  deploy: (word) => [
    ...drawSideBar(word),
    ...drawRow(96, 2, `${word.staging} 1.0.3`, true),
    ...drawRow(120, 2, '1.0.3'),
    drawBox(190, 20, 230, 220, colour.back),
    ...word.phases.flatMap((phase, index) => [drawTick(212, 50 + index * 26), drawText(230, 55 + index * 26, phase)]),
    ...[0, 1, 2, 3].map((line) => drawBar(206, 138 + line * 14, [170, 120, 190, 90][line] ?? 0)),
    drawText(206, 222, word.running, colour.text, 11),
  ],
  publish: (word) =>
    [word.folder, word.pack, 'BK-Repo', word.platform].flatMap((label, index) => {
      const y = 20 + index * 58;
      return [
        drawBox(120, y, 200, 36, index === 3 ? colour.button : colour.back),
        drawText(220, y + 23, label, index === 3 ? colour.buttonText : colour.text, 13, 'middle'),
        ...(index < 3 ? [drawPath(`M220 ${y + 38} v14 m-5 -6 l5 6 l5 -6`, colour.faint)] : []),
      ];
    }),
};

/** Returns the walkthrough's pictures, one for each step and language, keyed by their paths in the VSIX. */
export function walkthroughPictures(): Map<string, string> {
  return new Map(
    Object.entries(wordsByLanguage).flatMap(([language, word]) =>
      Object.entries(drawings).map(([step, draw]): [string, string] => [
        `media/walkthrough/${step}-${language}.svg`,
        `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 440 260" width="440" height="260" font-family="sans-serif">${draw(word).join('')}</svg>\n`,
      ]),
    ),
  );
}

function drawBox(x: number, y: number, width: number, height: number, fill: string, stroke = colour.border): string {
  return `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="4" fill="${fill}" stroke="${stroke}"/>`;
}

function drawText(x: number, y: number, content: string, fill = colour.text, size = 13, anchor = 'start'): string {
  return `<text x="${x}" y="${y}" fill="${fill}" font-size="${size}" text-anchor="${anchor}">${content}</text>`;
}

function drawBar(x: number, y: number, width: number): string {
  return `<rect x="${x}" y="${y}" width="${width}" height="5" rx="2" fill="${colour.faint}" opacity="0.5"/>`;
}

function drawPath(d: string, stroke: string): string {
  return `<path d="${d}" fill="none" stroke="${stroke}" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"/>`;
}

function drawTick(x: number, y: number): string {
  return drawPath(`M${x - 6} ${y} l4 4 l8 -9`, colour.passed);
}

function drawButton(x: number, y: number, width: number, label: string): string[] {
  return [
    drawBox(x, y, width, 24, colour.button, colour.border),
    drawText(x + width / 2, y + 16, label, colour.buttonText, 12, 'middle'),
  ];
}

function drawBrowser(address: string, x: number): string[] {
  return [
    drawBox(x, 20, 360, 110, colour.back),
    drawBox(x + 16, 32, 328, 24, colour.input),
    drawText(x + 28, 49, address, colour.text, 12),
    drawBar(x + 20, 72, 120),
  ];
}

function drawQuickInput(y: number, title: string, value: string, prompt: string): string[] {
  return [
    drawBox(70, y, 330, 104, colour.panel),
    drawText(235, y + 24, title, colour.text, 13, 'middle'),
    drawBox(84, y + 38, 302, 28, colour.input, colour.focus),
    drawText(94, y + 57, value),
    drawText(84, y + 88, prompt, colour.faint, 12),
  ];
}

function drawSideBar(word: Words): string[] {
  return [
    drawBox(20, 20, 160, 220, colour.panel),
    drawText(34, 42, word.sideBar, colour.faint, 11),
    ...drawRow(54, 0, word.demo),
    ...drawRow(76, 1, 'default'),
  ];
}

function drawRow(y: number, level: number, label: string, isDone = false): string[] {
  const x = 34 + level * 12;
  return [
    isDone ? drawTick(x + 4, y + 6) : `<circle cx="${x + 3}" cy="${y + 7}" r="3" fill="${colour.faint}"/>`,
    drawText(x + 16, y + 12, label, colour.text, 12),
  ];
}

function drawPage(word: Words): string[] {
  return [
    drawBox(190, 20, 230, 220, colour.back),
    drawTick(212, 58),
    drawText(230, 64, word.uploaded, colour.text, 18),
    drawText(206, 100, word.verified, colour.text, 12),
    drawBar(206, 172, 180),
    drawBar(206, 188, 140),
    ...drawButton(206, 204, 150, word.deploy),
  ];
}
