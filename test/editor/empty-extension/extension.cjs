'use strict';

// A suite learns from the context where VS Code keeps what extensions store.
exports.activate = (context) => context;
