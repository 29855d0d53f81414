import { importTests } from '../../importTests.ts';

await importTests(import.meta.url);
