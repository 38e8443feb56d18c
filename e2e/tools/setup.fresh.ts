// What a file of tests has in a process of its own, where it shares one with others: an empty realm, and no module of ours loaded.
import { vi } from 'vitest'
import { emptyRealm } from './emptyRealm.js'

emptyRealm()
vi.resetModules()
