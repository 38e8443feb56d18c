// Filters that Python does not have, and the handler that keeps what they would drop.
export { FlightRecorder, type FlightRecorderOptions } from './flightRecorder.js'
export { Redactor, type RedactorOptions } from './redactor.js'
export { SamplingFilter, type SamplingFilterOptions } from './samplingFilter.js'
export { ThrottleFilter, type ThrottleFilterOptions } from './throttleFilter.js'
