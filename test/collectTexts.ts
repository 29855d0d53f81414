import { readdir, readFile } from 'node:fs/promises';
import ts from 'typescript';

/**
 * Returns, sorted, every text that the code translates: the first argument of each call of `t(…)` or `….t(…)` in
 * `src/`. Throws if a first argument is not a literal, because the bundles cannot contain such a text.
 */
export async function collectTexts(): Promise<string[]> {
  const root = new URL('../src/', import.meta.url);
  const files = (await readdir(root, { recursive: true })).filter((file) => file.endsWith('.ts'));
  const texts = new Set<string>();
  for (const file of files) {
    const source = ts.createSourceFile(
      file,
      await readFile(new URL(file.replaceAll('\\', '/'), root), 'utf8'),
      ts.ScriptTarget.Latest,
      true,
    );
    visit(source, source, texts);
  }
  return [...texts].sort();
}

function visit(node: ts.Node, source: ts.SourceFile, texts: Set<string>): void {
  if (ts.isCallExpression(node) && isTranslate(node.expression)) {
    const [text] = node.arguments;
    if (!text || !ts.isStringLiteralLike(text)) {
      const { line } = source.getLineAndCharacterOfPosition(node.getStart());
      throw new Error(`${source.fileName}:${line + 1}: a text to translate must be a literal`);
    }
    texts.add(text.text);
  }
  ts.forEachChild(node, (child) => {
    visit(child, source, texts);
  });
}

function isTranslate(callee: ts.Expression): boolean {
  if (ts.isIdentifier(callee)) return callee.text === 't';
  return ts.isPropertyAccessExpression(callee) && callee.name.text === 't';
}
