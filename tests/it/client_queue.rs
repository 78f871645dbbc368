//! A program that keeps its edits in a folder writes while no service is there, ends, and is started again: everything
//! arrives, once.

use super::*;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_kept_without_a_service_arrives_once_when_it_is_there() {
    let scene = Scene::new().await;
    let queue = tempfile::tempdir().unwrap();
    let config = scene.service.client_config(&scene.ghana, scene.chapter);
    let open = || client::Client::open(config.clone(), queue.path()).unwrap();
    let port = scene.service.address.rsplit(':').next().unwrap().to_owned();

    let program = open();
    append(&program, "early warning ");
    within(20, "saved", program.saved()).await.unwrap();
    let Scene { folder, service, observer, chapter, .. } = scene;
    service.kill();
    append(&program, "in Accra ");
    within(20, "kept", program.kept()).await.unwrap();
    drop(program);

    // Again without a service: what it held is there, and more is written.
    let program = within(20, "the folder is free", async {
        loop {
            match client::Client::open(config.clone(), queue.path()) {
                Ok(program) => break program,
                Err(client::NotKept::InUse) => tokio::time::sleep(std::time::Duration::from_millis(20)).await,
                Err(error) => panic!("{error}"),
            }
        }
    })
    .await;
    assert_eq!(program.text(), "early warning in Accra ");
    append(&program, "and Kumasi");
    within(20, "kept", program.kept()).await.unwrap();
    program.close().await;

    let service = Service::start_on(&folder, &format!("127.0.0.1:{port}"));
    let program = open();
    within(60, "saved", program.saved()).await.unwrap();
    assert_eq!(read_fresh(&service, &observer, chapter).await, "early warning in Accra and Kumasi");
    program.close().await;
    let program = open();
    within(60, "in step", program.in_step()).await.unwrap();
    assert_eq!(program.text(), "early warning in Accra and Kumasi");
}
