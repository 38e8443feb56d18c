/** What the suite runs on, beside Node and the browsers; npx fetches each once. */
export const VERSIONS = {
  bun: '1.4.5',
  deno: '2.9.6',
  workerd: '1.20261117.1',
  jest: '30.5.2',
  next: '16.4.6',
  react: '19.3.1',
}
