// The rows of the crash matrix, as data: what the program does, how it ends, and what the world does to it.

import { ENDINGS } from './rows/endings.mjs'
import { FILES } from './rows/files.mjs'
import { NETWORK } from './rows/network.mjs'
import { ODDITIES } from './rows/oddities.mjs'
import { PROCESSES } from './rows/processes.mjs'
import { READERS } from './rows/readers.mjs'

/**
 * @typedef {{ subject: string, place: import('./subjects.mjs').Place, first?: number, does: import('./steps.mjs').Step[],
 *   end?: string, inWorker?: import('./steps.mjs').Step[] }} Program
 *
 * @typedef {object} Row
 * @property {string} id
 * @property {string} what what happens, for the page
 * @property {'file' | 'stdout' | 'network'} [sink] only subjects of this sink; default both
 * @property {boolean} [network] whether subjects that send over the network are in it
 * @property {'down' | 'silent' | 'late'} [peer] what is wrong with their peer
 * @property {string[]} [only] only these subjects of treeline
 * @property {import('./steps.mjs').Step[]} [does] default: 2000 lines
 * @property {import('./steps.mjs').Step[]} [inWorker] what workers, or processes of a cluster, do
 * @property {string} [end] a key of the program's ENDS; default the return from main
 * @property {NodeJS.Signals} [signal] sent when the program is ready
 * @property {'reads' | 'slow' | 'late' | 'never' | 'closes'} [reader] of standard output; default it reads
 * @property {boolean} [socket] standard output is a socket, not a pipe
 * @property {'dev/full' | 'limited' | 'no folder' | 'no right' | 'torn'} [place] what is wrong with the file
 * @property {'free' | 'mkdir'} [act] what is done when the program is ready
 * @property {number} [processes] so many programs on one file
 * @property {boolean} [restart] whether the program is started once more, to finish what the first has left
 * @property {'esm' | 'cjs'} [module]
 * @property {boolean} [own] whether peers have no such thing
 * @property {object} [options] of the handler
 * @property {'memory' | 'queue'} [through] what stands before the handler, in the same thread
 * @property {string} [before] what the application runs before it loads anything
 * @property {number} expected how many lines
 * @property {number} [from] the first line that counts; the application has thrown away those before
 * @property {Record<string, number>} [bound] how many lines may be lost, by subject; `all` for every one. Default none
 * @property {string} [why] why they may
 * @property {number} [torn] how many lines may be torn; default none
 * @property {string} [told] what standard error has to say; `{lost}` stands for how many lines are lost
 * @property {number | null} [code] the exit code; default 0, not looked at for peers
 * @property {boolean} [quick] whether `npm test` has it
 */
export const GROUPS = [
  { title: 'Ways to end', rows: ENDINGS },
  { title: 'The reader of standard output', rows: READERS },
  { title: 'The disk and the file', rows: FILES },
  { title: 'Several processes and threads', rows: PROCESSES },
  { title: 'The peer of a socket', rows: NETWORK },
  { title: 'What else may happen', rows: ODDITIES },
]

export const ROWS = GROUPS.flatMap(({ rows }) => rows)
