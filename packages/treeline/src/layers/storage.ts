import { Journal, LocalStorageHandler } from '@treeline/local-storage'
import { attach } from './attach.js'

attach({ handlers: { Journal, LocalStorageHandler } })
