import * as vscode from 'vscode';
import type { CommandId } from '../editor/ids.ts';

/** A link in a hover that runs a command. `argument` must survive JSON. */
export interface HoverLink {
  title: string;
  command: CommandId;
  argument: object;
}

/**
 * Returns a hover with one line for each line of `details`, and the links below. The details are escaped because they
 * quote servers. Only the commands of the links can run.
 */
export function hover(details: string, links: readonly HoverLink[]): vscode.MarkdownString {
  const markdown = new vscode.MarkdownString();
  for (const line of details.split('\n')) {
    markdown.appendText(line);
    // Two spaces at the end of a line start a new line in Markdown.
    markdown.appendMarkdown('  \n');
  }
  if (links.length > 0) markdown.appendMarkdown(`\n${links.map(linkText).join(' | ')}`);
  markdown.isTrusted = { enabledCommands: links.map(({ command }) => command) };
  return markdown;
}

function linkText({ title, command, argument }: HoverLink): string {
  const encoded = encodeURIComponent(JSON.stringify([argument]));
  // A parenthesis would end the address of the link.
  return `[${title}](command:${command}?${encoded.replaceAll('(', '%28').replaceAll(')', '%29')})`;
}
