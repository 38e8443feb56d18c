import { gunzipSync } from 'node:zlib'

/**
 * Returns the text of a request's body, packed or not.
 *
 * @param {Buffer} body
 * @param {string | null | undefined} encoding its `Content-Encoding`
 */
export function bodyText(body, encoding) {
  return (encoding === 'gzip' ? gunzipSync(body) : body).toString()
}
