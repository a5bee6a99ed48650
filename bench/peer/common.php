<?php
// What both scripts begin with: headers, the connection, the action and its input. Statements are
// prepared by the server, errors are thrown, and each answer is one line of JSON.
header('Content-Type: application/json; charset=utf-8');
header('Access-Control-Allow-Origin: *');
header('Access-Control-Allow-Methods: GET, POST, OPTIONS');
header('Access-Control-Allow-Headers: Content-Type, Authorization');
if ($_SERVER['REQUEST_METHOD'] === 'OPTIONS') exit;

$database = new PDO(getenv('PEER_DSN'), getenv('PEER_USER'), getenv('PEER_PASSWORD'), [
    PDO::ATTR_PERSISTENT => getenv('PEER_PERSISTENT') === '1',
    PDO::ATTR_ERRMODE => PDO::ERRMODE_EXCEPTION,
    PDO::ATTR_EMULATE_PREPARES => false,
    PDO::ATTR_STRINGIFY_FETCHES => false,
    PDO::ATTR_DEFAULT_FETCH_MODE => PDO::FETCH_ASSOC,
]);

$body = json_decode(file_get_contents('php://input'), true) ?: [];
$action = $_GET['action'] ?? $body['action'] ?? '';

function input(string $name, mixed $otherwise = null): mixed
{
    global $body;
    return $body[$name] ?? $_GET[$name] ?? $otherwise;
}

function send(string $sql, array $values = []): PDOStatement
{
    global $database;
    $statement = $database->prepare($sql);
    $statement->execute($values);
    return $statement;
}

function answer(array $fields, int $status = 200): never
{
    http_response_code($status);
    exit(json_encode($fields, JSON_UNESCAPED_UNICODE));
}

function refuse(string $message, int $status = 200): never
{
    global $database;
    if ($database->inTransaction()) $database->rollBack();
    answer(['success' => false, 'message' => $message], $status);
}
