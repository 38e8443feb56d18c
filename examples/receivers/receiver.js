// Takes batches of records (docs/batches.md) and writes each record once, as a line of JSON: for nginx with njs, see nginx.conf.
import fs from 'fs'

function receive(r) {
  const lines = (r.requestText || '').split('\n').map((line) => line.trim())
  const log = r.variables.log_file
  let records
  try {
    const src = JSON.parse(lines.shift()).src
    if (typeof src !== 'string') return r.return(400)
    records = lines.filter((line) => JSON.parse(line || '{}').seq)
    // Last, because of two equal keys the last one counts.
    records = records.map((line) => line.slice(0, -1) + ',"src":' + JSON.stringify(src) + '}')
  } catch (error) {
    r.error('no batch: ' + error)
    return r.return(400) // the sender finds the line by halving
  }
  fs.appendFileSync(log, '')
  const text = fs.readFileSync(log, 'utf8')
  const known = {} // the log is the memory: for much traffic, pass the batches on to a program that has one
  text.split('\n').forEach((line) => (known[line] = true))
  let added = text === '' || text.endsWith('\n') ? '' : '\n' // a crash has cut the last line
  records.forEach((record) => {
    if (!known[record]) added += record + '\n'
    known[record] = true
  })
  fs.appendFileSync(log, added)
  r.headersOut.treeline = '1'
  r.return(204)
}

export default { receive }
