<?php
// What both scripts of the stand-in begin with: the answer's headers, the input, the database.
header('Content-Type: application/json');
header('Access-Control-Allow-Origin: *');
header('Access-Control-Allow-Methods: GET, POST, OPTIONS');
header('Access-Control-Allow-Headers: Content-Type');
if ($_SERVER['REQUEST_METHOD'] === 'OPTIONS') exit;

mysqli_report(MYSQLI_REPORT_ERROR | MYSQLI_REPORT_STRICT);
$database = new mysqli(
    getenv('STAND_IN_HOST'), getenv('STAND_IN_USER'), getenv('STAND_IN_PASSWORD'),
    getenv('STAND_IN_DATABASE'), (int) getenv('STAND_IN_PORT')
);

$body = json_decode(file_get_contents('php://input'), true) ?: $_POST;
$action = $_GET['action'] ?? $body['action'] ?? '';

function input(string $name): mixed
{
    global $body;
    return $body[$name] ?? $_GET[$name] ?? null;
}

function rows(string $sql, array $values = []): array
{
    global $database;
    $result = $database->execute_query($sql, $values);
    return is_bool($result) ? [] : $result->fetch_all(MYSQLI_ASSOC);
}

function affected(string $sql, array $values = []): int
{
    global $database;
    rows($sql, $values);
    return $database->affected_rows;
}

function answer(array $fields, int $status = 200): never
{
    http_response_code($status);
    // The original says nothing of itself: tests must tell who has answered.
    header('X-Answered-By: PHP');
    exit(json_encode($fields));
}

function newest_subscription(mixed $member, mixed $coach): ?array
{
    return rows(
        "SELECT * FROM coach_member_list
          WHERE member_id = ? AND (coach_id = ? OR ? IS NULL) AND status = 'active'
            AND coach_approval = 'approved' AND staff_approval = 'approved'
          ORDER BY requested_at DESC, id DESC LIMIT 1",
        [$member, $coach, $coach]
    )[0] ?? null;
}
