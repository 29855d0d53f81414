import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import test from 'node:test';
import english from '../l10n/bundle.l10n.json' with { type: 'json' };
import chinese from '../l10n/bundle.l10n.zh-cn.json' with { type: 'json' };
import manifestEnglish from '../package.nls.json' with { type: 'json' };
import manifestChinese from '../package.nls.zh-cn.json' with { type: 'json' };

/** The labels that the documents quote from VS Code (`editor`) and from the platform's console (`console`). */
const otherLabels = {
  en: {
    editor: ['Extensions: Install from VSIX…', 'Keyboard Shortcuts', 'Notifications: Focus Notification Toast', 'Back'],
    console: ['Cloud API', 'create new token', 'BK-Repo'],
  },
  'zh-cn': {
    // The last command has its English name, because VS Code finds commands by their English names in every language.
    editor: ['扩展: 从 VSIX 安装…', '键盘快捷方式', 'Notifications: Focus Notification Toast'],
    console: ['云 API 权限', '创建新令牌', 'BK-Repo'],
  },
};

const translatedDocuments = ['README', 'docs/commands', 'docs/keyboard', 'docs/settings', 'docs/troubleshooting'];
const englishOnlyDocuments = ['docs/security.md', 'docs/ux.md', 'docs/decisions/007-following.md'];

const languages = [
  {
    documents: [...translatedDocuments.map((name) => `${name}.md`), ...englishOnlyDocuments],
    troubleshooting: 'docs/troubleshooting.md',
    texts: Object.values(english),
    manifest: manifestEnglish,
    others: otherLabels.en,
  },
  {
    documents: translatedDocuments.map((name) => `${name}.zh-CN.md`),
    troubleshooting: 'docs/troubleshooting.zh-CN.md',
    texts: Object.values(chinese),
    manifest: manifestChinese,
    others: otherLabels['zh-cn'],
  },
] as const;

for (const { documents, troubleshooting, texts, manifest, others } of languages) {
  test(`every emphasised label is a text of the window: ${troubleshooting} and others`, async () => {
    const { category } = manifest;
    const labels = new Set([
      ...texts,
      ...Object.values(manifest),
      ...Object.entries(manifest).flatMap(([key, title]) =>
        key.startsWith('command.') ? [`${category}: ${title}`] : [],
      ),
      // VS Code adds this command for the view, so no text of the extension contains the label.
      `${category}: Focus on ${manifest['view.applications']} View`,
      ...others.editor,
      ...others.console,
    ]);
    const found = await Promise.all(documents.map(async (file) => italicTexts(await read(file))));
    assert.ok(found.flat().length > 25, `${found.flat().length} labels`);
    const unknown = documents.flatMap((file, index) =>
      (found[index] ?? []).filter((label) => !labels.has(label)).map((label) => `${file}: ${label}`),
    );
    assert.deepEqual(unknown, []);
  });

  test(`every message that ${troubleshooting} quotes is a text of the window`, async () => {
    const table = (await read(troubleshooting)).split('\n').filter((line) => line.startsWith('| '));
    const messages = table.slice(1).flatMap((line) => line.split('|')[1]?.trim().split(' / ') ?? []);
    assert.ok(messages.length > 15, `${messages.length} messages`);
    const shown = texts.map(normalize);
    const unknown = messages.filter((message) => {
      const parts = normalize(message)
        .split('…')
        .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
      const pattern = new RegExp(parts.join('.*'));
      return !shown.some((text) => pattern.test(text));
    });
    assert.deepEqual(unknown, []);
  });
}

/** Returns the texts in italics, which are labels. Leaves out bold texts, which are headings or keys. */
function italicTexts(markdown: string): string[] {
  const prose = markdown.replace(/^```[^]*?^```$/gm, '').replace(/`[^`\n]*`/g, '·');
  return [...prose.matchAll(/(?<!\*)\*(?!\*)([^*\n]+)\*(?!\*)/g)].map(([, label = '']) => label);
}

/** Returns a text in a form for comparison: without quotation marks, and with one kind of apostrophe and space. */
function normalize(text: string): string {
  return text.replaceAll('’', "'").replace(/[“”"]/g, '').replace(/\s+/g, ' ');
}

function read(file: string): Promise<string> {
  return readFile(new URL(`../${file}`, import.meta.url), 'utf8');
}
