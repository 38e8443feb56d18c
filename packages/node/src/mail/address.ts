/** An address in nodemailer's terms. */
export type Address = string | { name: string; address: string }

/**
 * Returns the addresses of a text, which commas separate. One without `@` belongs to a user of the server's own, such as `root`:
 * nodemailer leaves it out where it stands as a text.
 */
export function addressesOf(text: string): Address[] {
  const parts = text.match(/(?:"(?:\\.|[^"\\])*"|[^",])+/g) ?? []
  const addresses = parts.map((part) => part.trim()).filter((part) => part !== '')
  return addresses.map((address) => (address.includes('@') ? address : { name: '', address }))
}
