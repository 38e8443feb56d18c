import { expect, test } from 'vitest'
import { Refusal } from '../requests/refusal.js'
import { readForm } from './form.js'

const LEAST = 'name=app&levelno=20&msg=x'
const read = (more: string): ReturnType<typeof readForm> => readForm(`${LEAST}&${more}`, 1_700_000_000_000)

test('what a form leaves out has a word of its own', () => {
  const { wire, origin } = readForm(LEAST, 1_700_000_000_000)
  expect(wire).toEqual({
    name: 'app',
    levelno: 20,
    levelname: '',
    msg: 'x',
    created: 1_700_000_000,
    pathname: '(unknown file)',
    lineno: 0,
    funcName: '(unknown function)',
    fields: {},
  })
  expect(origin).toEqual({
    process: null,
    thread: null,
    relativeCreated: null,
    processName: null,
    threadName: null,
    taskName: null,
  })
})

test.each([
  ['1.5', 1.5],
  ['-2', -2],
  ['1e3', 1000],
  ['1e+3', 1000],
  ['2.5e-05', 0.000025],
])('the number %s', (text, number) => {
  expect(read(`created=${encodeURIComponent(text)}`).wire.created).toBe(number)
})

test.each(['', '1.', '.5', '1e', '1e+', '0x10', 'nan', ' 1', '1 ', '1_0', 'Infinity'])('%j is no number', (text) => {
  expect(read(`created=${encodeURIComponent(text)}&process=${encodeURIComponent(text)}`)).toMatchObject({
    wire: { created: 1_700_000_000 },
    origin: { process: null },
  })
})

test.each(['', 'None', 'null', 'undefined'])('%j is no text', (text) => {
  const { wire } = read(`message=${text}&exc_text=${text}&exc_info=${text}&stack_info=${text}`)
  expect(wire.msg).toBe('x')
  expect('exc_text' in wire || 'stack_info' in wire).toBe(false)
})

test('a message that was merged, an error and a stack are taken as they are', () => {
  const { wire } = read('message=merged&exc_info=E&stack_info=S&tenant=acme')
  expect(wire).toMatchObject({ msg: 'merged', exc_text: 'E', stack_info: 'S', fields: { tenant: 'acme' } })
})

test('the text of an error counts more than the error', () => {
  expect(read('exc_info=E&exc_text=T').wire.exc_text).toBe('T')
})

test.each([
  ['levelno=20&msg=x', 'name is missing: the form is no record'],
  ['name=a&levelno=20', 'msg is missing: the form is no record'],
  ['name=a&msg=x', 'levelno: expected an integer'],
  ['name=a&msg=x&levelno=1.5', 'levelno: expected an integer'],
  ['name=a&msg=x&levelno=1e300', 'levelno: expected an integer'],
])('%s is refused', (form, message) => {
  expect(() => readForm(form, 0)).toThrow(Refusal)
  expect(() => readForm(form, 0)).toThrow(message)
})
