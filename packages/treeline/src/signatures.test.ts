// How a configuration constructs each class of the library: Python's order of positional parameters, and all keywords.
import { findObject, registeredNames, signatureOf } from '@treeline/core/config'
import { describe, expect, test } from 'vitest'
