import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { installed } from './installed.mjs'

/** The files of a certificate for localhost, signed by itself. */
export interface Certificate {
  readonly key: string
  readonly cert: string
}

/** Makes a certificate in a folder, by openssl. */
export function makeCertificate(folder: string): Certificate {
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')]
  const options = '-x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost'
  const names = ['-addext', 'subjectAltName=DNS:localhost', '-keyout', key, '-out', cert]
  execFileSync(installed(['openssl'], ['openssl']), ['req', ...options.split(' '), ...names], { stdio: 'ignore' })
  return { key, cert }
}

/** Makes a certificate, and returns its texts. */
export function certificateTexts(): Certificate {
  const folder = mkdtempSync(join(tmpdir(), 'treeline-certificate-'))
  try {
    const { key, cert } = makeCertificate(folder)
    return { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
