<?php
// Takes batches of records (docs/batches.md) and writes each record once, as a line of JSON.
//
// LOG=page.ndjson php -S 127.0.0.1:8080 receiver.php
$lines = array_map('trim', explode("\n", file_get_contents('php://input')));
$header = json_decode(array_shift($lines));
if (!is_object($header) || ($header->treeline ?? 0) !== 1 || !is_string($header->src ?? null)) {
    http_response_code(400);
    exit;
}
$log = fopen(getenv('LOG'), 'c+');
flock($log, LOCK_EX);
$text = stream_get_contents($log);
$known = array_flip(explode("\n", $text)); // the log is the memory: for much traffic, take a database with a unique key
$new = $text === '' || str_ends_with($text, "\n") ? '' : "\n"; // a crash has cut the last line
foreach ($lines as $line) {
    $record = json_decode($line);
    // PHP reads no half of a surrogate pair, which JSON and JavaScript have.
    $isRecord = is_object($record) ? isset($record->seq) : json_last_error() === JSON_ERROR_UTF16;
    // Last, because of two equal keys the last one counts.
    $record = substr($line, 0, -1) . ',"src":' . json_encode($header->src) . '}';
    if (!$isRecord || isset($known[$record])) continue;
    $known[$record] = true;
    $new .= "$record\n";
}
if (fwrite($log, $new) !== strlen($new) || !fflush($log)) {
    http_response_code(503);
    exit;
}
header('treeline: 1');
http_response_code(204);
