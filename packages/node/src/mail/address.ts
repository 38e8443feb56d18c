/** An address in nodemailer's terms. */
export type Address = string | { name: string; address: string }

/**
 * Returns the addresses of a text, which commas separate. An address without `@` is that of a user of the server, such as `root`:
 * nodemailer takes it as an object only.
 */
export function addressesOf(text: string): Address[] {
  const parts = text.match(/(?:"(?:\\.|[^"\\])*"|[^",])+/g) ?? []
  const addresses = parts.map((part) => part.trim()).filter((part) => part !== '')
  return addresses.map((address) => (address.includes('@') ? address : { name: '', address }))
}
