import type { Page } from 'playwright-core';

/**
 * Returns the content of a page's local storage, cookies and IndexedDB databases as one text. VS Code in a browser
 * keeps its state in these three places.
 */
export function browserStorage(page: Page): Promise<string> {
  return page.evaluate<string>(`(async () => {
    const texts = [JSON.stringify({ ...localStorage }), document.cookie];
    const done = (request) => new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    for (const { name } of await indexedDB.databases()) {
      const database = await done(indexedDB.open(name));
      for (const store of database.objectStoreNames) {
        for (const value of await done(database.transaction(store).objectStore(store).getAll())) {
          texts.push(value instanceof Uint8Array ? new TextDecoder().decode(value) : JSON.stringify(value));
        }
      }
      database.close();
    }
    return texts.join('\\n');
  })()`);
}
