import type { Plugin } from 'esbuild';

export const schemas: Plugin;
