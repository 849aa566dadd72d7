/** The headers that keep the page to itself: what it may load, who may frame it, what it leaks. */

/**
 * Only our own files, WebAssembly for mining, and sockets for meeting; styles in the CSSOM stay
 * possible, inline script and style do not. STUN and TURN are no matter of `connect-src`, and work
 * under this policy as it stands. It also stands in the built page as a meta element, for hosts
 * that serve files without headers.
 */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self'",
  "connect-src 'self' ws: wss:",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  // A meta element cannot forbid framing (CSP 3, 6.4.2), so only the header does.
  'Content-Security-Policy': `${CONTENT_SECURITY_POLICY}; frame-ancestors 'none'`,
  'X-Content-Type-Options': 'nosniff',
  // The room's secret lives in the fragment, which no referrer carries; the path need not travel
  // either.
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
};
