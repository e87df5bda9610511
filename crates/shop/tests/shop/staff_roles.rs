//! Rights under contention: there is always an admin, whoever takes whose rights away.

use domain::{Permission, Permissions, Role};
use shop::{ChangeUserError, StaffRoleError, StaffRoleInput, UserChange};
use store::testing::Engine;

use crate::support::{TestShop, customer, hired, identity};

fn demote() -> UserChange {
    UserChange {
        role: Some(Role::Customer),
        ..UserChange::default()
    }
}

fn lock_out() -> UserChange {
    UserChange {
        disabled: Some(true),
        ..UserChange::default()
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_admins_who_demote_each_other_leave_one() {
    for engine in Engine::ALL {
        let test = TestShop::open(engine).await;
        for (round, change) in [demote(), lock_out(), demote(), lock_out(), demote()]
            .into_iter()
            .enumerate()
        {
            let a = hired(&test.shop, &format!("a_{round}"), Role::Admin).await;
            let b = hired(&test.shop, &format!("b_{round}"), Role::Admin).await;
            let (by_a, by_b) = tokio::join!(
                tokio::spawn({
                    let (shop, a, b) = (test.shop.clone(), a.clone(), b.user);
                    async move { shop.change_user(&a, b, change).await }
                }),
                tokio::spawn({
                    let (shop, a, b) = (test.shop.clone(), a.user, b.clone());
                    async move { shop.change_user(&b, a, change).await }
                }),
            );
            let outcomes = [by_a.unwrap(), by_b.unwrap()];
            let done = outcomes.iter().filter(|outcome| outcome.is_ok()).count();
            assert_eq!(done, 1, "{engine:?}, round {round}: {outcomes:?}");
            let refused = outcomes.iter().filter_map(|outcome| outcome.as_ref().err());
            for error in refused {
                assert!(matches!(error, ChangeUserError::NotAllowed(_)), "{error}");
            }
        }
        test.assert_books().await;
    }
}

#[tokio::test]
async fn who_was_an_admin_when_they_asked_must_still_be_one() {
    for engine in Engine::ALL {
        let test = TestShop::open(engine).await;
        let first = hired(&test.shop, "first", Role::Admin).await;
        let second = hired(&test.shop, "second", Role::Admin).await;
        test.shop
            .change_user(&first, second.user, demote())
            .await
            .unwrap();
        let late = test.shop.change_user(&second, first.user, demote()).await;
        assert!(matches!(late, Err(ChangeUserError::NotAllowed(_))));
        let own = test.shop.change_user(&first, first.user, demote()).await;
        assert!(matches!(own, Err(ChangeUserError::NotAllowed(_))));
    }
}

#[tokio::test]
async fn who_may_do_customers_locks_customers_out_and_nobody_else() {
    for engine in Engine::ALL {
        let test = TestShop::open(engine).await;
        let karim = customer(&test.shop, "karim").await.user;
        let colleague = hired(&test.shop, "sokina", Role::Staff).await.user;
        let mut clerk = hired(&test.shop, "clerk", Role::Staff).await;
        let locked = test.shop.change_user(&clerk, karim, lock_out()).await;
        assert!(matches!(locked, Err(ChangeUserError::NotAllowed(_))));
        clerk.permissions = Permissions::of(&[Permission::Customers]);
        test.shop
            .change_user(&clerk, karim, lock_out())
            .await
            .unwrap();
        let promote = UserChange {
            role: Some(Role::Staff),
            disabled: Some(false),
            ..UserChange::default()
        };
        for (user, change) in [(karim, promote), (colleague, lock_out())] {
            let refused = test.shop.change_user(&clerk, user, change).await;
            assert!(matches!(refused, Err(ChangeUserError::NotAllowed(_))));
        }
    }
}

#[tokio::test]
async fn only_admins_manage_roles_whatever_else_somebody_may_do() {
    let test = TestShop::open(Engine::Sqlite).await;
    let mut staff = identity(3, Role::Staff);
    staff.permissions = Permissions::ALL;
    let input = StaffRoleInput {
        name: "Mine".into(),
        permissions: Permission::ALL.map(|one| one.to_string()).into(),
    };
    let made = test.shop.create_staff_role(&staff, &input).await;
    assert!(matches!(made, Err(StaffRoleError::NotAllowed)));
    let boss = hired(&test.shop, "boss", Role::Admin).await;
    let role = test.shop.create_staff_role(&boss, &input).await.unwrap();
    let changed = test
        .shop
        .update_staff_role(&staff, role.id, 1, &input)
        .await;
    assert!(matches!(changed, Err(StaffRoleError::NotAllowed)));
    let removed = test.shop.remove_staff_role(&staff, role.id).await;
    assert!(matches!(removed, Err(StaffRoleError::NotAllowed)));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_role_that_goes_while_it_is_given_is_either_gone_or_given() {
    for engine in Engine::ALL {
        let test = TestShop::open(engine).await;
        let boss = hired(&test.shop, "boss", Role::Admin).await;
        for round in 0..5 {
            let salma = hired(&test.shop, &format!("salma_{round}"), Role::Staff).await;
            let input = StaffRoleInput {
                name: format!("Role {round}"),
                permissions: vec!["stock".into()],
            };
            let role = test.shop.create_staff_role(&boss, &input).await.unwrap().id;
            let give = UserChange {
                staff_role: Some(Some(role)),
                ..UserChange::default()
            };
            let (given, removed) = tokio::join!(
                tokio::spawn({
                    let (shop, boss, user) = (test.shop.clone(), boss.clone(), salma.user);
                    async move { shop.change_user(&boss, user, give).await }
                }),
                tokio::spawn({
                    let (shop, boss) = (test.shop.clone(), boss.clone());
                    async move { shop.remove_staff_role(&boss, role).await }
                }),
            );
            match (given.unwrap(), removed.unwrap()) {
                (Ok(account), Err(StaffRoleError::InUse)) => {
                    assert_eq!(account.staff_role, Some(role));
                }
                (Err(ChangeUserError::Invalid(_)), Ok(())) => {}
                other => panic!("{engine:?}: {other:?}"),
            }
        }
    }
}
