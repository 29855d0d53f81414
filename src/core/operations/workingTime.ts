/**
 * Milliseconds after the sending in which the platform can still be at work on a request: its worker is ended after
 * 150 s (platform-api.md 1.3), and ten more for the request to get there and for the last look to see it.
 */
export const workingTimeMs = 160_000;
