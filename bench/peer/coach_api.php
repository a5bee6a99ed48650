<?php
// The script of the members' app, for the benchmark: what it does at the start of a workout, the
// list of a coach's members, and how PHP's sign-in checks a password.
require __DIR__ . '/common.php';

switch ($action) {
    case 'deduct-session':
        deduct_session(input('member_id'), input('coach_id'));
    case 'coach-assigned-members':
        answer(['success' => true, 'members' => assigned_members(input('coach_id'))]);
    case 'sign-in':
        sign_in((string) input('email'), (string) input('password'));
    default:
        refuse('Invalid action');
}

// No transaction: as it has always been.
function deduct_session(mixed $member, mixed $coach): never
{
    if (!$member || !$coach) refuse('Member ID and Coach ID are required');
    $one = send(
        "SELECT id, remaining_sessions, rate_type, expires_at FROM coach_member_list
          WHERE member_id = ? AND coach_id = ? AND coach_approval = 'approved'
            AND staff_approval = 'approved' AND status = 'active'
          ORDER BY requested_at DESC LIMIT 1",
        [$member, $coach]
    )->fetch();
    if (!$one) refuse('No active subscription found');
    if ($one['expires_at'] && strtotime($one['expires_at']) < time()) {
        refuse('Subscription expired');
    }
    if ($one['rate_type'] !== 'package') {
        answer([
            'success' => true, 'message' => 'Subscription - no session deduction needed',
            'remaining_sessions' => 999,
        ]);
    }
    $today = date('Y-m-d');
    $used = send(
        'SELECT id FROM coach_session_usage WHERE coach_member_id = ? AND usage_date = ?',
        [$one['id'], $today]
    )->fetch();
    if ($used) {
        answer([
            'success' => true, 'message' => 'Session already used today',
            'remaining_sessions' => $one['remaining_sessions'], 'already_used_today' => true,
        ]);
    }
    if ($one['remaining_sessions'] <= 0) refuse('No sessions remaining in package');
    send(
        'UPDATE coach_member_list SET remaining_sessions = remaining_sessions - 1
          WHERE id = ? AND remaining_sessions > 0',
        [$one['id']]
    );
    send(
        'INSERT INTO coach_session_usage (coach_member_id, usage_date, created_at)
         VALUES (?, ?, NOW()) ON DUPLICATE KEY UPDATE created_at = NOW()',
        [$one['id'], $today]
    );
    $left = $one['remaining_sessions'] - 1;
    if ($left <= 0) {
        send("UPDATE coach_member_list SET status = 'expired' WHERE id = ?", [$one['id']]);
    }
    answer([
        'success' => true, 'message' => 'Session deducted successfully',
        'remaining_sessions' => $left, 'already_used_today' => false,
    ]);
}

function assigned_members(mixed $coach): array
{
    return send(
        "SELECT p.id, p.member_id, p.status, p.remaining_sessions, p.rate_type, p.requested_at,
                p.expires_at, u.fname, u.mname, u.lname, u.email
           FROM coach_member_list p JOIN user u ON u.id = p.member_id
          WHERE p.coach_id = ? AND p.coach_approval = 'approved'
            AND p.staff_approval = 'approved' AND p.status = 'active'
          ORDER BY p.requested_at DESC",
        [$coach]
    )->fetchAll();
}

function sign_in(string $email, string $password): never
{
    $person = send(
        'SELECT u.id, u.password, u.fname, u.lname, t.type_name
           FROM user u JOIN usertype t ON t.id = u.user_type_id WHERE u.email = ?',
        [$email]
    )->fetch();
    if (!$person || !password_verify($password, $person['password'])) {
        refuse('Invalid credentials', 401);
    }
    unset($person['password']);
    answer(['success' => true, 'user' => $person, 'token' => base64_encode(json_encode($person))]);
}
