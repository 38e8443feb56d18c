// Counterpart of SMTPHandlerTest.
import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import * as logging from 'treeline'
import { SMTPHandler } from 'treeline/handlers'
import { expect, test } from 'vitest'
import { useCleanLogging } from './setup.js'

useCleanLogging()

/** Takes mails from and to anybody, as CPython's test server does: smtp-server wants a domain. Gives what was said. */
async function listening(): Promise<{ port: number; said: Promise<string> }> {
  let end = (_said: string): void => {}
  const said = new Promise<string>((resolve) => void (end = resolve))
  const server = createServer((socket) => {
    socket.write('220 here\r\n')
    let all = ''
    socket.setEncoding('utf8').on('data', (chunk: string) => {
      all += chunk
      const last = all.split('\r\n').at(-2)!
      const isData = all.includes('DATA\r\n') && !all.includes('\r\n.\r\n')
      if (!isData || last === 'DATA') answer(socket, last)
    })
    socket.on('close', () => {
      server.close()
      end(all)
    })
  })
  server.listen(0, 'localhost')
  await once(server, 'listening')
  return { port: (server.address() as AddressInfo).port, said }
}

function answer(socket: Socket, line: string): void {
  if (line === 'QUIT') socket.end('221 bye\r\n')
  else socket.write(line === 'DATA' ? '354 go on\r\n' : '250 ok\r\n')
}

test('SMTPHandlerTest.test_basic', async () => {
  const { port, said } = await listening()
  const handler = new SMTPHandler(['localhost', port], 'me', 'you', 'Log', { timeout: 60 })
  expect(handler.toaddrs).toEqual(['you'])
  handler.handle(logging.makeLogRecord({ msg: 'Hello \u2713' }))
  await handler.close()
  const text = await said
  expect(text).toContain('MAIL FROM:<me>\r\nRCPT TO:<you>\r\nDATA\r\n')
  expect(text).toContain('\r\nSubject: Log\r\n')
  expect(text).toContain('\r\nContent-Transfer-Encoding: quoted-printable\r\n')
  expect(text).toContain('\r\n\r\nHello =E2=9C=93\r\n.\r\n')
})
